"""A queue's messages, with every operation in O(log n) of the queue's depth.

Knows neither moto nor the hub: instants come in as arguments, and must not fall. The order among visible
messages is the affair of a line (`standard_line.py`, `grouped_line.py`).
"""

import heapq
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol

from local.moto_fixes.sqs.entry import Entry, M, State
from local.moto_fixes.sqs.grouped_line import GroupedLine
from local.moto_fixes.sqs.standard_line import StandardLine

NEVER = float("inf")


class _Line(Protocol[M]):
    def join(self, entry: Entry[M]) -> None: ...
    def surface(self, entry: Entry[M]) -> None: ...
    def depart(self, entry: Entry[M]) -> None: ...
    def settle(self, entry: Entry[M]) -> None: ...
    def peek(self) -> bool: ...
    def pop(self, previous: Entry[M] | None) -> Entry[M] | None: ...


@dataclass(frozen=True)
class Received(Generic[M]):
    """What a receive took: entries for the consumer, and those that had been received often enough."""

    entries: list[Entry[M]]
    exhausted: list[Entry[M]]


class MessageStore(Generic[M]):
    """The messages of one queue.

    Args:
        fifo: whether messages have groups, whose order is kept.
    """

    def __init__(self, *, fifo: bool) -> None:
        self._fifo = fifo
        self._next_place = 1
        self.clear()

    def clear(self) -> None:
        """Forget all messages; places go on rising."""
        self._entries: dict[int, Entry[M]] = {}
        self._line: _Line[M] = GroupedLine(self._entries) if self._fifo else StandardLine(self._entries)
        self._timers: list[tuple[float, int]] = []
        self._ages: list[tuple[float, int]] = []
        self._depth: Counter[State] = Counter()

    def put(self, message: M, *, now: float, delay: float, group: str | None, enqueued: float) -> Entry[M]:
        """Add a message that becomes visible after `delay` seconds."""
        state = State.DELAYED if delay > 0 else State.VISIBLE
        entry = Entry(message, self._next_place, group if self._fifo else None, enqueued, state, now + delay)
        self._next_place += 1
        self._entries[entry.place] = entry
        self._depth[state] += 1
        heapq.heappush(self._ages, (enqueued, entry.place))
        if state is State.DELAYED:
            self._set_timer(entry)
        self._line.join(entry)
        return entry

    def receive(self, count: int, *, now: float, timeout: float, most: float) -> Received[M]:
        """Take up to `count` visible messages and hide them for `timeout` seconds.

        Messages received `most` times already leave the queue, as exhausted.
        """
        taken: list[Entry[M]] = []
        exhausted: list[Entry[M]] = []
        entry = None
        while len(taken) < count and (entry := self._line.pop(entry)) is not None:
            (exhausted if entry.receives >= most else taken).append(entry)
        for entry in exhausted:
            self.drop(entry)
        for entry in taken:
            entry.receives += 1
            entry.received = now
            if timeout > 0:
                entry.due = now + timeout
                self._move(entry, State.IN_FLIGHT)
                self._set_timer(entry)
                self._line.depart(entry)
            else:
                self._line.join(entry)
        return Received(taken, exhausted)

    def find(self, place: int) -> Entry[M] | None:
        """Return the entry at `place`, None if it has left the queue."""
        return self._entries.get(place)

    def drop(self, entry: Entry[M]) -> None:
        """Remove an entry from the queue."""
        del self._entries[entry.place]
        self._depth[entry.state] -= 1
        self._line.settle(entry)

    def hide(self, entry: Entry[M], *, now: float, timeout: float) -> None:
        """Let the flight of `entry` end in `timeout` seconds; with 0 it ends here."""
        entry.due = now + timeout
        if timeout > 0:
            self._set_timer(entry)
        else:
            self._surface(entry)

    def pass_time(self, *, now: float, retention: float) -> None:
        """Make visible what is due at `now`, and drop what was enqueued `retention` seconds ago."""
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)
            if (entry := self._awaiting(timer)) is not None:
                self._surface(entry)
        while self._ages and self._ages[0][0] + retention <= now:
            old = self._entries.get(heapq.heappop(self._ages)[1])
            if old is not None:
                self.drop(old)

    def has_visible(self) -> bool:
        """Tell whether a receive would take a message."""
        return self._line.peek()

    def next_due(self) -> float:
        """Return the next instant at which a message becomes visible, NEVER if none will."""
        while self._timers and self._awaiting(self._timers[0]) is None:
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else NEVER

    def count(self, state: State) -> int:
        """Return how many messages are in `state`."""
        return self._depth[state]

    def entries(self, states: Iterable[State] = State) -> list[Entry[M]]:
        """Return the entries in `states`, in the order of their places."""
        wanted = set(states)
        return [entry for entry in self._entries.values() if entry.state in wanted]

    def _surface(self, entry: Entry[M]) -> None:
        if entry.state is State.DELAYED:
            self._move(entry, State.VISIBLE)
            self._line.surface(entry)
        else:
            self._line.settle(entry)
            self._move(entry, State.VISIBLE)
            self._line.join(entry)

    def _move(self, entry: Entry[M], state: State) -> None:
        self._depth[entry.state] -= 1
        self._depth[state] += 1
        entry.state = state

    def _set_timer(self, entry: Entry[M]) -> None:
        heapq.heappush(self._timers, (entry.due, entry.place))

    def _awaiting(self, timer: tuple[float, int]) -> Entry[M] | None:
        due, place = timer
        entry = self._entries.get(place)
        if entry is None or entry.state is State.VISIBLE or entry.due != due:
            return None
        return entry
