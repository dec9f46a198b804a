"""A queue and its DLQ known by their names: those that another stack of the stage has.

Nothing is exported or imported for them, so a stack can be deployed, changed and removed without the other.
"""

from dataclasses import dataclass
from typing import Protocol

from aws_cdk import Stack
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.settings import Settings


class QueuePair(Protocol):
    """A queue with its DLQ, made here or known by name."""

    @property
    def queue(self) -> sqs.IQueue:
        """What feeds a function."""

    @property
    def dlq(self) -> sqs.IQueue:
        """What is behind it."""

    @property
    def fifo(self) -> bool:
        """Whether both are FIFO."""


@dataclass(frozen=True)
class NamedQueues:
    """Queues that are known by their names."""

    queue: sqs.IQueue
    dlq: sqs.IQueue
    fifo: bool


def queues_by_name(scope: Construct, *, settings: Settings, short_name: str, fifo: bool) -> NamedQueues:
    """The queue of a short name, and its DLQ, as the construct JobQueue names them.

    Args:
        scope: who wants to know them.
        settings: name the queues.
        short_name: of the queue.
        fifo: whether they are FIFO.
    """
    return NamedQueues(
        queue_by_name(scope, settings=settings, short_name=short_name, fifo=fifo),
        queue_by_name(scope, settings=settings, short_name=f"{short_name}-dlq", fifo=fifo),
        fifo,
    )


def queue_by_name(scope: Construct, *, settings: Settings, short_name: str, fifo: bool) -> sqs.IQueue:
    """One queue of a short name."""
    name = settings.physical_name(short_name) + (".fifo" if fifo else "")
    arn = Stack.of(scope).format_arn(service="sqs", resource=name)
    return sqs.Queue.from_queue_attributes(
        scope, f"{short_name}-by-name", queue_arn=arn, fifo=True if fifo else None
    )
