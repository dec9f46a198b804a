"""Job types, the parts of a workload that callers submit jobs to: those a function does, and workflows.

What a job type is to the infrastructure is here, and is checked here, so that a wrong entry fails with a
sentence and not in a deployment.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from infra.workload.errors import CatalogError
from infra.workload.grant import Grant

LONGEST_NAME = 26
"""Owner (36: a Cognito subject), id (type, a dot, a key of 64) and the dot between them must fit the 128
characters of an SQS group id."""

TAKEN = frozenset({"intake", "jobs_api", "publisher", "settle", "starter", "submitter", "sweep"})
"""The kit's own queues and functions."""


@dataclass(frozen=True, kw_only=True)
class JobType:
    """What every job type has.

    Args:
        name: the route `POST /jobs/{name}`, the queue, the beginning of every id.
        contract: the model of a payload; it becomes the route's JSON-schema model.
        attempts: how often a run is tried before it is FAILED.
        timeout_seconds: of the function that takes messages from the queue, for a whole batch.
        memory_mb: of the same function.
        max_concurrency: how many of it run at a time, 2 to 1,000 (the mapping's MaximumConcurrency).
        batch_size: messages a function is given at once, 1 to 10.
        backoff_base_seconds: the longest wait before the second attempt; it doubles with each attempt.
        backoff_cap_seconds: the longest wait there is.
        failures: FAILED jobs within five minutes that are still well; with more somebody is told.
    """

    name: str
    contract: type[BaseModel]
    attempts: int = 3
    timeout_seconds: int = 30
    memory_mb: int = 512
    max_concurrency: int = 10
    batch_size: int = 5
    backoff_base_seconds: int = 2
    backoff_cap_seconds: int = 300
    failures: int = 10

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}", self.name):
            self._refuse(
                f"a name is 1 to {LONGEST_NAME} lower-case letters, digits and underscores, a letter first"
            )
        if self.name in TAKEN:
            self._refuse("the kit has that name for itself")
        self._within("attempts", self.attempts, 1, 50)
        self._within("timeout_seconds", self.timeout_seconds, 1, 900)
        self._within("memory_mb", self.memory_mb, 128, 10_240)
        self._within("max_concurrency", self.max_concurrency, 2, 1_000)
        self._within("batch_size", self.batch_size, 1, 10)
        self._within("failures", self.failures, 0, 1_000_000)
        self._within("backoff_cap_seconds", self.backoff_cap_seconds, 1, 43_200)
        self._within("backoff_base_seconds", self.backoff_base_seconds, 1, self.backoff_cap_seconds)

    @property
    def camel_name(self) -> str:
        """The name as logical ids and the API's models have it: `resize_video` is ResizeVideo."""
        return "".join(part.title() for part in self.name.split("_"))

    def _within(self, what: str, value: int, low: int, high: int) -> None:
        if not low <= value <= high:
            self._refuse(f"{what} is {low} to {high}, not {value}")

    def _refuse(self, why: str) -> None:
        raise CatalogError(f"job type {self.name!r}: {why}")


@dataclass(frozen=True, kw_only=True)
class WorkerType(JobType):
    """A job type that a Lambda function does: its queue feeds `functions/{workload}/{module}.py`.

    Args:
        module: the worker's module in the workload's folder.
        grants: what the worker may do beyond doing jobs.
        environment: what it is told beyond what its grants tell.
        ordered_by: a required field of the contract, a string or an integer. Jobs of one owner that agree in
            it run one at a time, in the order accepted; the queue is FIFO then, and a batch is one message.
    """

    module: str = "handler"
    grants: Sequence[Grant] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    ordered_by: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ordered_by is None:
            return
        schema = self.contract.model_json_schema()
        described = schema["properties"].get(self.ordered_by, {})
        if self.ordered_by not in schema.get("required", []) or described.get("type") not in (
            "string",
            "integer",
        ):
            self._refuse(
                f"ordered_by names {self.ordered_by!r}, not a required string or integer of its contract"
            )
        if self.batch_size != 1:
            self._refuse(
                "an ordered type has batch_size 1: what is taken with a failing job would overtake it"
            )

    @property
    def ordered(self) -> bool:
        """Whether the queue is FIFO."""
        return self.ordered_by is not None


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a workflow: the function `functions/{workload}/{name}.py`, `${name}` in the definition.

    Args:
        name: short, since a function's name has 64 characters for stage, workflow and step.
        timeout_seconds: of one invocation; less than the `TimeoutSeconds` of the state that calls it.
        memory_mb: and with it the share of a CPU.
        reads_job: whether it asks if the job was cancelled; a compensation does not.
        grants: what it may do.
        environment: what it is told beyond what its grants tell.
    """

    name: str
    timeout_seconds: int = 15
    memory_mb: int = 256
    reads_job: bool = True
    grants: Sequence[Grant] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,11}", self.name):
            raise CatalogError(
                f"step {self.name!r}: a name is 1 to 12 lower-case letters, digits and underscores"
            )


@dataclass(frozen=True, kw_only=True)
class WorkflowType(JobType):
    """A job type that a state machine does: its queue feeds the starter, the state machine calls the steps.

    Args:
        steps: one Lambda function each.
        definition: the file in the workload's folder that has the state machine in Amazon States Language;
            `${step}` is the ARN of that step's function.
        grants: what the state machine itself may do beyond calling the steps.
        ordered_by: refused. A starter returns as soon as the execution has begun, so the queue cannot hold
            the next job of its key back until the execution has ended.
    """

    steps: tuple[Step, ...]
    definition: str = "workflow.asl.json"
    grants: Sequence[Grant] = ()
    batch_size: int = 10
    memory_mb: int = 256
    ordered_by: str | None = field(default=None)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.ordered_by is not None:
            self._refuse("a workflow cannot be ordered: its starter does not wait for the execution to end")
        if not self.steps:
            self._refuse("a workflow has at least one step")
        if len({step.name for step in self.steps}) != len(self.steps):
            self._refuse("each step is named once")
