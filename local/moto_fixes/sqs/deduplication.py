"""The five minutes in which a FIFO queue takes a repeated message for the first one.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
"""

from collections import OrderedDict
from dataclasses import dataclass

#: How long a deduplication id is remembered, in seconds, whatever became of the message.
WINDOW = 300.0


@dataclass(frozen=True)
class Sent:
    """What SQS answered to the first message with a deduplication id."""

    at: float
    message_id: str
    sequence_number: str


class Deduplication:
    """Remembers what was sent in the last five minutes; instants are seconds and must not fall."""

    def __init__(self) -> None:
        self._sent: OrderedDict[tuple[str, str], Sent] = OrderedDict()

    def first(self, scope: str, deduplication_id: str, *, now: float) -> Sent | None:
        """Return what was sent with this id within the window, None if nothing was.

        `scope` is the message's group where ids count within it, else the empty string.
        """
        while self._sent and next(iter(self._sent.values())).at + WINDOW <= now:
            self._sent.popitem(last=False)
        return self._sent.get((scope, deduplication_id))

    def remember(self, scope: str, deduplication_id: str, sent: Sent) -> None:
        """Remember the first message with this id."""
        self._sent[(scope, deduplication_id)] = sent
