"""The clock of a stack, as a test holds it in hand: it tells the time and lets it pass.

Whatever falls due on the way happens: the hub, not the clock, decides in which order.
"""

import datetime as dt

from local.hub import Hub


class StackClock:
    """The time of one stack.

    Args:
        hub: owns the clock and runs what falls due.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def now(self) -> dt.datetime:
        """Return the instant, in UTC."""
        return dt.datetime.fromtimestamp(self._hub.now(), dt.UTC)

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let so much time pass, running whatever falls due on the way.

        It passes everywhere at once: messages become visible, schedules fire, items expire, waits and
        timeouts of executions end, tokens run out. Virtual time takes as long as the work that falls due.
        """
        span = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        self._hub.advance(span.total_seconds())
