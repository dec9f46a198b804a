"""The inbox: what was sent to the outside, as it came."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    """A request that was sent to the outside.

    Attributes:
        path: where it was sent, without the slash in front.
        headers: by name, in lower case.
        body: as text.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


class Inbox:
    """Remembers requests, in the order in which they came."""

    def __init__(self) -> None:
        self._received: list[Received] = []
        self._lock = threading.Lock()

    def add(self, received: Received) -> None:
        """Remember one."""
        with self._lock:
            self._received.append(received)

    def at(self, path: str) -> list[Received]:
        """Return what was sent to a path."""
        with self._lock:
            return [one for one in self._received if one.path == path]
