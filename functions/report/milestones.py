"""Milestones: how often a long report says how far it has come, and so hears that it is to stop."""

import time
from collections.abc import Callable
from typing import Final

#: It is said at each hundredth, and at least so often: each time is a write to the job store.
STEP: Final = 0.01
SECONDS: Final = 5.0


class Milestones:
    """Passes on what is worth saying.

    Args:
        tell: says it; what it raises ends the work.
        now: tells the time, in seconds.
    """

    def __init__(self, tell: Callable[[float], None], now: Callable[[], float] = time.time) -> None:
        self._tell = tell
        self._now = now
        self._fraction = 0.0
        self._told_at = now()

    def reached(self, fraction: float) -> None:
        """Take note that the work has come so far, from 0 to 1; it never goes back."""
        now = self._now()
        if fraction >= self._fraction + STEP or now >= self._told_at + SECONDS:
            self._fraction, self._told_at = max(fraction, self._fraction), now
            self._tell(self._fraction)
