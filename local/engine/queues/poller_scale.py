"""How many invocations at a time Lambda gives a queue's mapping, as its backlog and its failures go on.

AWS names the steps of the growth, not those of the retreat: here a failure halves, a success adds one back.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy
"""

from typing import Final

#: Invocations at a time when messages begin to arrive.
FIRST: Final = 5
#: Further ones for each second that messages wait, which makes 300 a minute.
GROWTH_PER_SECOND: Final = 5
#: What a mapping without a maximum of its own grows to.
MOST: Final = 1_250


class PollerScale:
    """The scale of one mapping's poller; instants are seconds and must not fall.

    Args:
        fifo: the message groups alone limit a FIFO queue's invocations: nothing has to grow.
    """

    def __init__(self, *, fifo: bool) -> None:
        self._fifo = fifo
        self._backlog_since: float | None = None
        self._retreat: int | None = None

    def limit(self, now: float, maximum: int | None) -> int:
        """Return how many invocations there may be, given the mapping's own maximum."""
        limit = MOST if self._fifo else FIRST + self._grown(now)
        return max(1, min(limit, MOST if maximum is None else maximum, self._retreat or MOST))

    def backlog(self, now: float) -> None:
        """Take note that messages wait while all invocations there may be are under way."""
        if self._backlog_since is None:
            self._backlog_since = now

    def drained(self) -> None:
        """Take note that no message waits."""
        self._backlog_since = None

    def failed(self, now: float, maximum: int | None) -> None:
        """Take note that an invocation failed or was throttled."""
        self._retreat = max(1, self.limit(now, maximum) // 2)

    def succeeded(self) -> None:
        """Take note that an invocation succeeded."""
        if self._retreat is not None:
            self._retreat = self._retreat + 1 if self._retreat < MOST else None

    def _grown(self, now: float) -> int:
        since = now if self._backlog_since is None else self._backlog_since
        return int((now - since) * GROWTH_PER_SECOND)
