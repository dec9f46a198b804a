"""A tally: count, sum, smallest and largest of some values, exact and in any order the same.

Values are whole numbers of millionths, so nothing is lost in adding them up.
"""

import math
from dataclasses import dataclass
from typing import Final

#: Millionths in one.
MILLION: Final = 1_000_000


def millionths(value: float) -> int:
    """Return a value as a whole number of millionths, exactly if it has no more than six decimals."""
    return round(value * MILLION)


@dataclass(frozen=True, slots=True)
class Tally:
    """A tally; all but the count in millionths, `squares` in millionths of millionths.

    Attributes:
        count: how many values.
        total: their sum.
        squares: the sum of their squares.
        least: the smallest, 0 if there is none.
        most: the largest, 0 if there is none.
    """

    count: int = 0
    total: int = 0
    squares: int = 0
    least: int = 0
    most: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        if not self.count or not other.count:
            return self if self.count else other
        return Tally(
            self.count + other.count,
            self.total + other.total,
            self.squares + other.squares,
            min(self.least, other.least),
            max(self.most, other.most),
        )

    @property
    def mean(self) -> float:
        """The mean, in millionths; not of nothing."""
        return self.total / self.count

    @property
    def deviation(self) -> float:
        """The standard deviation, in millionths; not of nothing."""
        return math.sqrt(self.count * self.squares - self.total**2) / self.count


def tally_of(value: int) -> Tally:
    """Return the tally of one value, in millionths."""
    return Tally(1, value, value * value, value, value)
