"""The shapes in which Lambda calls a handler, as far as the kit reads them.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

from collections.abc import Callable
from typing import Protocol, TypedDict


class Context(Protocol):
    """What a handler is told of its invocation."""

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left before Lambda ends the invocation."""


class SqsRecord(TypedDict):
    """One message of a batch; `attributes` are SQS's own, such as ApproximateReceiveCount."""

    messageId: str
    receiptHandle: str
    body: str
    attributes: dict[str, str]


class SqsEvent(TypedDict):
    """A batch of messages."""

    Records: list[SqsRecord]


class ItemIdentifier(TypedDict):
    """Names one message that was not processed."""

    itemIdentifier: str


class BatchAnswer(TypedDict):
    """Which messages of a batch go back to the queue; the others are deleted."""

    batchItemFailures: list[ItemIdentifier]


SqsHandler = Callable[[SqsEvent, Context], BatchAnswer]
