"""A stream that callers put records on, and the function that takes them in batches, in order.

For many small things of many senders, each cheap and none of them a job: there is no record of one in the job
store, and no status to ask for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from infra.workload.errors import CatalogError
from infra.workload.grant import Grant


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A Kinesis data stream, `POST {path}` in front of it, `functions/{workload}/{module}.py` behind it.

    Args:
        name: of the part; the stream and the function are called `{workload}-{name}`.
        path: where callers post a body; it becomes one record.
        contract: the model of a body; it becomes the route's JSON-schema model.
        keyed_by: a required string of the contract. One owner's records that agree in it are kept in order.
        module: the function's module in the workload's folder; by default the part's name.
        shards: each takes 1 MB and 1,000 records a second; of what is over that callers are told 429.
        retention_hours: how long a record waits to be taken, 24 to 8,760.
        batch_size: records an invocation is given at most, 1 to 10,000.
        batch_seconds: how long a batch may wait to fill up, 0 to 300.
        parallelism: invocations at a time for one shard, 1 to 10; `shards` times this is all there are.
        retries: of a batch that fails, before what failed in it goes to the bucket.
        max_age_seconds: of a record that still fails, before the same; 60 to 604,800.
        behind_seconds: age of the records taken, above which somebody is told.
        timeout_seconds: of the function, for a whole batch.
        memory_mb: and with it the share of a CPU.
        grants: what it may do beyond taking its records.
        environment: what it is told beyond what its grants tell.
    """

    name: str
    path: str
    contract: type[BaseModel]
    keyed_by: str
    module: str = ""
    shards: int = 1
    retention_hours: int = 24
    batch_size: int = 100
    batch_seconds: int = 1
    parallelism: int = 2
    retries: int = 5
    max_age_seconds: int = 43_200
    behind_seconds: int = 300
    timeout_seconds: int = 60
    memory_mb: int = 512
    grants: Sequence[Grant] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", self.name):
            self._refuse("a name is 1 to 20 lower-case letters, digits and underscores, a letter first")
        if not re.fullmatch(r"(/[a-z][a-z0-9_-]*)+", self.path):
            self._refuse(f"a path is like /telemetry, not {self.path!r}")
        if self.path.split("/")[1] in {"jobs", "uploads"}:
            self._refuse(f"the kit has the path {self.path!r} for itself")
        schema = self.contract.model_json_schema()
        described = schema["properties"].get(self.keyed_by, {})
        if self.keyed_by not in schema.get("required", []) or described.get("type") != "string":
            self._refuse(f"keyed_by names {self.keyed_by!r}, not a required string of its contract")
        for what, low, high in (
            ("shards", 1, 500),
            ("retention_hours", 24, 8_760),
            ("batch_size", 1, 10_000),
            ("batch_seconds", 0, 300),
            ("parallelism", 1, 10),
            ("retries", 0, 10_000),
            ("max_age_seconds", 60, 604_800),
            ("timeout_seconds", 1, 900),
            ("memory_mb", 128, 10_240),
        ):
            value = getattr(self, what)
            if not low <= value <= high:
                self._refuse(f"{what} is {low} to {high}, not {value}")

    @property
    def function_module(self) -> str:
        """The module of the function, in the workload's folder."""
        return self.module or self.name

    def _refuse(self, why: str) -> None:
        raise CatalogError(f"Stream {self.name!r}: {why}")
