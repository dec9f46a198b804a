"""The two clocks a hub can own: virtual time for tests and the simulation, real time for `make run`.

A clock only tells the time and passes it; who goes next is the hub's affair. Nothing else in `local/`
reads or waits for time behind its back.
"""

import datetime as dt
import threading
import time
from typing import Protocol

#: Where virtual time begins unless a test says otherwise: a fixed instant keeps every run the same.
EPOCH = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)


class Clock(Protocol):
    """What the hub asks of time. Instants are seconds since the Unix epoch."""

    def start(self) -> None:
        """Take charge of the time of this process, where the clock has to."""

    def stop(self) -> None:
        """Give the time of this process back."""

    def now(self) -> float:
        """Return the current instant, in seconds since the epoch."""

    def reach(self, instant: float, woken: threading.Event) -> bool:
        """Let time pass until `instant`, or until `woken` is set from another thread.

        Returns True when the instant has been reached, False when something else came first
        (or, for virtual time and an instant of infinity, when nothing ever would).
        """


class VirtualClock:
    """Time that stands still until somebody moves it; moto and handlers see it through time-machine."""

    def __init__(self, start: dt.datetime = EPOCH) -> None:
        import time_machine  # it imports pytest, which `make run` has no need of

        self._travel = time_machine.travel(start, tick=False)
        self._now = start.timestamp()
        self._traveller: time_machine.Traveller | None = None

    def start(self) -> None:
        """Stop the time of this process at the clock's instant."""
        self._traveller = self._travel.start()

    def stop(self) -> None:
        """Let the time of this process run again."""
        if self._traveller is not None:
            self._travel.stop()
            self._traveller = None

    def now(self) -> float:
        """Return the virtual instant, in seconds since the epoch."""
        return self._now

    def reach(self, instant: float, woken: threading.Event) -> bool:
        """Jump to `instant`; an infinite one is never reached."""
        woken.clear()
        if instant == float("inf"):
            return False
        if instant > self._now:
            self._now = instant
            if self._traveller is not None:
                self._traveller.move_to(instant)
        return True


class RealClock:
    """The machine's own time."""

    def start(self) -> None:
        """Nothing to take charge of."""

    def stop(self) -> None:
        """Nothing to give back."""

    def now(self) -> float:
        """Return the machine's time, in seconds since the epoch."""
        return time.time()

    def reach(self, instant: float, woken: threading.Event) -> bool:
        """Wait in real time until `instant`, or until another thread sets `woken`."""
        left = instant - time.time()
        if left > 0:
            woken.wait(None if left == float("inf") else left)
        woken.clear()
        return time.time() >= instant
