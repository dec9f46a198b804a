"""A workload: a folder `functions/{name}` and the entry that says what is made of it.

Its parts are job types, and what these need around them. Removing a workload is deleting both.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from infra.workload.consumers import QueueConsumer
from infra.workload.endpoints import Endpoints
from infra.workload.errors import CatalogError
from infra.workload.job_types import JobType, WorkerType, WorkflowType
from infra.workload.mail_sender import MailSender
from infra.workload.metric_alarm import MetricAlarm
from infra.workload.schedule import Schedule
from infra.workload.silence_alarm import SilenceAlarm
from infra.workload.stream import Stream
from infra.workload.table import Table

FUNCTIONS = Path(__file__).parent.parent.parent / "functions"

TAKEN = frozenset(
    {"intake", "jobs_api", "offload", "publisher", "settle", "starter", "submitter", "sweep", "data"}
)
"""The kit's own folders, queues and stacks."""

P = TypeVar("P")

Part = JobType | QueueConsumer | Stream | Endpoints | Schedule | MetricAlarm | SilenceAlarm | MailSender


@dataclass(frozen=True, kw_only=True)
class Workload:
    """An entry of the catalog; it becomes the stack `Offload-{stage}-{Name}`.

    Args:
        name: of the folder in `functions/`.
        parts: what is made of it.
        table: the workload's own table, kept in the data stack.
    """

    name: str
    parts: Sequence[Part]
    table: Table | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,25}", self.name):
            raise CatalogError(
                f"workload {self.name!r}: a name is 1 to 26 lower-case letters, digits and underscores"
            )
        if self.name in TAKEN:
            raise CatalogError(f"workload {self.name!r}: the kit has that name for itself")
        if len(list(self.of(MailSender))) > 1:
            raise CatalogError(
                f"workload {self.name!r}: a stage has one address, so one MailSender is enough"
            )
        types = {job_type.name: job_type.contract for job_type in self.job_types}
        for schedule in self.of(Schedule):
            if schedule.submits not in types:
                raise CatalogError(
                    f"workload {self.name!r}: the schedule {schedule.name!r} submits {schedule.submits!r},"
                    " which is none of its job types"
                )
            try:
                types[schedule.submits].model_validate_json(json.dumps(schedule.payload))
            except ValidationError as error:
                raise CatalogError(
                    f"workload {self.name!r}: the payload of the schedule {schedule.name!r}: {error}"
                ) from error

    @property
    def camel_name(self) -> str:
        """The name as logical ids and stacks have it: `social_feed` is SocialFeed."""
        return "".join(part.title() for part in self.name.split("_"))

    @property
    def job_types(self) -> list[JobType]:
        """The job types among the parts."""
        return list(self.of(JobType))

    def of(self, kind: type[P]) -> Iterator[P]:
        """Yield the parts of a kind."""
        return (part for part in self.parts if isinstance(part, kind))

    def short_name(self, part: str) -> str:
        """What a part other than a job type is called: `{workload}-{part}`."""
        return f"{self.name}-{part}"

    def queues(self) -> Iterator[tuple[str, bool]]:
        """Yield the short name of each queue of the workload, and whether it is FIFO."""
        for job_type in self.job_types:
            yield job_type.name, isinstance(job_type, WorkerType) and job_type.ordered
        for consumer in self.of(QueueConsumer):
            yield self.short_name(consumer.name), consumer.fifo

    def routes(self) -> Iterator[str]:
        """Yield method and path of each route that is no job type's."""
        for endpoints in self.of(Endpoints):
            yield from (f"{route.method} {route.path}" for route in endpoints.routes)
        yield from (f"POST {stream.path}" for stream in self.of(Stream))

    def check_folder(self) -> None:
        """Refuse an entry whose code is not there: it would fail at the first job only.

        Raises:
            CatalogError: with the file that is missing.
        """
        for module in self._modules():
            path = FUNCTIONS / self.name / f"{module}.py"
            if not path.exists():
                raise CatalogError(f"workload {self.name!r}: there is no functions/{self.name}/{module}.py")

    def _modules(self) -> Iterator[str]:
        for part in self.parts:
            match part:
                case WorkflowType():
                    yield from (step.name for step in part.steps)
                case WorkerType():
                    yield part.module
                case QueueConsumer() | Stream():
                    yield part.function_module
                case Endpoints():
                    yield part.module


def check_catalog(catalog: Sequence[Workload]) -> None:
    """Refuse a catalog in which a name is there twice, or whose code is not there.

    Raises:
        CatalogError: with the name.
    """
    _once("workload", (workload.name for workload in catalog))
    _once("job type", (job_type.name for workload in catalog for job_type in workload.job_types))
    _once("queue", (name for workload in catalog for name, _ in workload.queues()))
    _once("route", (route for workload in catalog for route in workload.routes()))
    for workload in catalog:
        workload.check_folder()


def _once(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise CatalogError(f"{what} {name!r}: it is in the catalog {times} times")
