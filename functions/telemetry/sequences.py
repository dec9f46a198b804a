"""A set of sequence numbers, kept as ranges: what a device counts without a gap is one range.

So a window remembers every reading it has counted, at a few bytes for a device that counts as it should.
"""

import bisect
from typing import Final

#: The most ranges a set has: with numbers of sixteen digits it is 330 KB, and an item has at most 400.
MOST_RANGES: Final = 10_000


class TooScattered(Exception):
    """The numbers make more ranges than one item can hold."""


class Sequences:
    """A set of whole numbers from 0.

    Args:
        text: as `str` gives it: `0-59 61 70-75`.
    """

    def __init__(self, text: str = "") -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for part in text.split():
            first, _, last = part.partition("-")
            self._firsts.append(int(first))
            self._lasts.append(int(last or first))

    def add(self, number: int) -> bool:
        """Add a number; tell whether it is new. Raises TooScattered, and leaves the set as it was."""
        after = bisect.bisect_right(self._firsts, number)
        before = after - 1
        if before >= 0 and number <= self._lasts[before]:
            return False
        extends = before >= 0 and self._lasts[before] == number - 1
        precedes = after < len(self._firsts) and self._firsts[after] == number + 1
        if extends and precedes:
            self._lasts[before] = self._lasts.pop(after)
            del self._firsts[after]
        elif extends:
            self._lasts[before] = number
        elif precedes:
            self._firsts[after] = number
        else:
            if len(self._firsts) == MOST_RANGES:
                raise TooScattered(f"over {MOST_RANGES} ranges of sequence numbers in one window")
            self._firsts.insert(after, number)
            self._lasts.insert(after, number)
        return True

    def __str__(self) -> str:
        pairs = zip(self._firsts, self._lasts, strict=True)
        return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in pairs)
