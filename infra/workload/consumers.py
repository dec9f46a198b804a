"""Functions behind a queue of the workload's own: subscribers of events, and inner queues.

Unlike a job's, their messages have no record in the job store: a message is tried `attempts` times, counted
by SQS, and then lies in the DLQ with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from infra.workload.errors import CatalogError
from infra.workload.grant import Grant


@dataclass(frozen=True, kw_only=True)
class QueueConsumer:
    """A queue, its DLQ, and the function that takes from it: `functions/{workload}/{module}.py`.

    Args:
        name: of the part; the queue and the function are called `{workload}-{name}`.
        module: the function's module in the workload's folder; by default its name.
        attempts: how often a message is tried, 1 to 100.
        timeout_seconds: of the function, for a whole batch.
        memory_mb: and with it the share of a CPU.
        batch_size: messages a function is given at once, 1 to 10.
        max_concurrency: how many of it run at a time, 2 to 1,000.
        backoff_base_seconds: the longest wait before the second attempt; it doubles with each.
        backoff_cap_seconds: the longest wait there is.
        grants: what it may do beyond taking its messages.
        environment: what it is told beyond what its grants tell.
    """

    name: str
    module: str = ""
    attempts: int = 5
    timeout_seconds: int = 30
    memory_mb: int = 256
    batch_size: int = 10
    max_concurrency: int = 10
    backoff_base_seconds: int = 2
    backoff_cap_seconds: int = 300
    grants: Sequence[Grant] = ()
    environment: Mapping[str, str] = field(default_factory=dict)

    #: Whether the queue is FIFO.
    fifo: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,19}", self.name):
            self._refuse("a name is 1 to 20 lower-case letters, digits and underscores, a letter first")
        for what, low, high in (
            ("attempts", 1, 100),
            ("timeout_seconds", 1, 900),
            ("memory_mb", 128, 10_240),
            ("batch_size", 1, 10),
            ("max_concurrency", 2, 1_000),
            ("backoff_cap_seconds", 1, 43_200),
            ("backoff_base_seconds", 1, self.backoff_cap_seconds),
        ):
            value = getattr(self, what)
            if not low <= value <= high:
                self._refuse(f"{what} is {low} to {high}, not {value}")

    @property
    def function_module(self) -> str:
        """The module of the function, in the workload's folder."""
        return self.module or self.name

    def _refuse(self, why: str) -> None:
        raise CatalogError(f"{type(self).__name__} {self.name!r}: {why}")


@dataclass(frozen=True, kw_only=True)
class InnerQueue(QueueConsumer):
    """A queue between two functions of one workload.

    What sends to it has the grant `SendTo(name)`. With `fifo`, messages of a group are taken one by one, in
    their order; a message that fails holds back those behind it, so `batch_size` is 1 then.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.fifo and self.batch_size != 1:
            self._refuse(
                "a FIFO queue has batch_size 1: what is taken with a failing message would overtake it"
            )


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """Which events a subscriber hears; an empty field asks nothing.

    Args:
        source: sources, such as "offload.jobs".
        detail_type: such as "JobSucceeded".
        detail: as EventBridge has it; `{stage}` in a text stands for the stage's name:
            https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
    """

    source: Sequence[object] = ()
    detail_type: Sequence[object] = ()
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Subscriber(QueueConsumer):
    """A function that hears events of a bus through a queue.

    Args:
        pattern: which events.
        bus: `offload`, the stage's own, or `default`, where AWS's own services speak.
    """

    pattern: Pattern
    bus: Literal["offload", "default"] = "offload"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.fifo:
            self._refuse("EventBridge gives a FIFO queue no order that could be kept")
