"""The line of a standard queue: visible messages, oldest first, each free for anyone."""

import heapq
from collections.abc import Mapping
from typing import Generic

from local.moto_fixes.sqs.entry import Entry, M, State


class StandardLine(Generic[M]):
    """Hands out visible entries in the order of their places.

    Args:
        entries: all entries of the queue by place; the line skips what has left it.
    """

    def __init__(self, entries: Mapping[int, Entry[M]]) -> None:
        self._entries = entries
        self._places: list[int] = []

    def join(self, entry: Entry[M]) -> None:
        """Take in an entry that is new, visible or delayed, or back from its flight."""
        if entry.state is State.VISIBLE:
            heapq.heappush(self._places, entry.place)

    def surface(self, entry: Entry[M]) -> None:
        """Take note that an entry's delay has ended."""
        heapq.heappush(self._places, entry.place)

    def depart(self, entry: Entry[M]) -> None:
        """Take note that an entry that was popped is in flight."""

    def settle(self, entry: Entry[M]) -> None:
        """Take note that an entry is in flight no more, or has left the queue."""

    def peek(self) -> bool:
        """Tell whether `pop` would find an entry."""
        while self._places and not self._is_visible(self._places[0]):
            heapq.heappop(self._places)
        return bool(self._places)

    def pop(self, previous: Entry[M] | None) -> Entry[M] | None:  # noqa: ARG002 - as a FIFO queue's line does
        """Take the oldest visible entry out of the line."""
        return self._entries[heapq.heappop(self._places)] if self.peek() else None

    def _is_visible(self, place: int) -> bool:
        entry = self._entries.get(place)
        return entry is not None and entry.state is State.VISIBLE
