"""A message's place in a queue, and where in its life it stands."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

M = TypeVar("M")


class State(Enum):
    """Where a message in a queue stands."""

    DELAYED = auto()
    VISIBLE = auto()
    IN_FLIGHT = auto()


@dataclass(eq=False, slots=True)
class Entry(Generic[M]):
    """One message in one queue.

    Attributes:
        message: what was sent.
        place: rises with each message put into the queue; the order of a FIFO group.
        group: the group of a FIFO queue's message, else None.
        enqueued: the instant retention is counted from, in seconds since the epoch.
        state: where the message stands.
        due: the instant its delay or its flight ends, in seconds since the epoch.
        received: the instant of its last receive, in seconds since the epoch.
        receives: how often it was received.
    """

    message: M
    place: int
    group: str | None
    enqueued: float
    state: State
    due: float
    received: float = 0.0
    receives: int = 0
