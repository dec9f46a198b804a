"""Outages: where the outside fails on purpose, how, and how often."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Outage:
    """How requests are answered meanwhile.

    Attributes:
        status: the HTTP status.
        after: requests that are answered before it begins.
        times: requests it lasts for; without end if None.
        retry_after: seconds in the header Retry-After, if any.
        body: the answer's.
    """

    status: int = 503
    after: int = 0
    times: int | None = None
    retry_after: int | None = None
    body: str = ""


class Outages:
    """The outages of all paths."""

    def __init__(self) -> None:
        self._outages: dict[str, list[Outage]] = {}
        self._lock = threading.Lock()

    def begin(self, path: str, *outages: Outage) -> None:
        """Let requests to a path fail from now on, by one outage after the other; none before counts."""
        with self._lock:
            self._outages[path] = list(outages)

    def end(self, path: str) -> None:
        """Let requests to a path succeed again."""
        self.begin(path)

    def strike(self, path: str) -> Outage | None:
        """Return the outage that answers a request to a path, if there is one left."""
        with self._lock:
            outages = self._outages.get(path, [])
            while outages:
                outage = outages[0]
                if outage.after > 0:
                    outages[0] = replace(outage, after=outage.after - 1)
                    return None
                if outage.times is None:
                    return outage
                if outage.times > 0:
                    outages[0] = replace(outage, times=outage.times - 1)
                    return outage
                del outages[0]
            return None
