"""The line of a FIFO queue: a line per message group, of which one receive at a time may take.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
"""

import heapq
from collections.abc import Mapping
from typing import Generic

from local.moto_fixes.sqs.entry import Entry, M, State


class _Group:
    """Places of one group that are not in flight, and how many are."""

    __slots__ = ("in_flight", "places")

    def __init__(self) -> None:
        self.places: list[int] = []
        self.in_flight = 0


class GroupedLine(Generic[M]):
    """Hands out the heads of the groups that have nothing in flight, oldest first.

    A delayed head holds its group back, so the order of a group holds under every delay and timeout.

    Args:
        entries: all entries of the queue by place; the line skips what has left it.
    """

    def __init__(self, entries: Mapping[int, Entry[M]]) -> None:
        self._entries = entries
        self._groups: dict[str, _Group] = {}
        #: A group's head and name, as of when it was free; whether it still is, shows when it is taken.
        self._free: list[tuple[int, str]] = []

    def join(self, entry: Entry[M]) -> None:
        """Take in an entry that is new, visible or delayed, or back from its flight."""
        name = _name(entry)
        group = self._groups.setdefault(name, _Group())
        heapq.heappush(group.places, entry.place)
        if group.places[0] == entry.place:
            self._offer(name)

    def surface(self, entry: Entry[M]) -> None:
        """Take note that an entry's delay has ended."""
        self._offer(_name(entry))

    def depart(self, entry: Entry[M]) -> None:
        """Take note that an entry that was popped is in flight: its group is locked."""
        self._groups.setdefault(_name(entry), _Group()).in_flight += 1

    def settle(self, entry: Entry[M]) -> None:
        """Take note that an entry is in flight no more, or has left the queue."""
        name = _name(entry)
        if entry.state is State.IN_FLIGHT:
            self._groups[name].in_flight -= 1
        self._offer(name)

    def peek(self) -> bool:
        """Tell whether `pop` would find an entry."""
        while self._free:
            place, name = self._free[0]
            head = self._free_head(name)
            if head is not None and head.place == place:
                return True
            heapq.heappop(self._free)
        return False

    def pop(self, previous: Entry[M] | None) -> Entry[M] | None:
        """Take an entry out of the line: of the group of `previous` if it has one left, else the oldest.

        SQS first tries to return as many messages of one group as possible.
        """
        head = self._free_head(_name(previous)) if previous is not None else None
        if head is None and self.peek():
            head = self._free_head(self._free[0][1])
        if head is not None:
            heapq.heappop(self._groups[_name(head)].places)
            self._offer(_name(head))
        return head

    def _head(self, group: _Group) -> Entry[M] | None:
        while group.places:
            entry = self._entries.get(group.places[0])
            if entry is not None:
                return entry
            heapq.heappop(group.places)
        return None

    def _free_head(self, name: str) -> Entry[M] | None:
        group = self._groups.get(name)
        if group is None or group.in_flight:
            return None
        head = self._head(group)
        return head if head is not None and head.state is State.VISIBLE else None

    def _offer(self, name: str) -> None:
        head = self._free_head(name)
        if head is not None:
            heapq.heappush(self._free, (head.place, name))
        elif (group := self._groups.get(name)) is not None and not group.places and not group.in_flight:
            del self._groups[name]


def _name(entry: Entry[M]) -> str:
    assert entry.group is not None, "a FIFO queue's messages have a group"
    return entry.group
