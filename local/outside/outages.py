"""Outages: where the outside fails on purpose, how, and how often."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Outage:
    """How requests are answered meanwhile.

    Attributes:
        status: the HTTP status.
        times: requests it lasts for; without end if None.
        retry_after: seconds in the header Retry-After, if any.
        body: the answer's.
    """

    status: int = 503
    times: int | None = None
    retry_after: int | None = None
    body: str = ""


class Outages:
    """The outages of all paths."""

    def __init__(self) -> None:
        self._outages: dict[str, Outage] = {}
        self._lock = threading.Lock()

    def begin(self, path: str, outage: Outage) -> None:
        """Let requests to a path fail from now on, in the place of any outage before."""
        with self._lock:
            self._outages[path] = outage

    def end(self, path: str) -> None:
        """Let requests to a path succeed again."""
        with self._lock:
            self._outages.pop(path, None)

    def strike(self, path: str) -> Outage | None:
        """Return the outage that answers a request to a path, if there is one left."""
        with self._lock:
            outage = self._outages.get(path)
            if outage is None or outage.times is None:
                return outage
            if outage.times <= 0:
                del self._outages[path]
                return None
            self._outages[path] = replace(outage, times=outage.times - 1)
            return outage
