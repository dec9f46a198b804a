"""When a window is an anomaly: one of its values is far from what the device has measured lately.

Lately is the windows just before it, so the judgement needs no statistics of its own, which would have to be
kept in step with the windows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from functions.telemetry.tally import Tally


@dataclass(frozen=True)
class Anomaly:
    """What was seen, in millionths.

    Attributes:
        value: the value farthest from the mean.
        mean: of the windows before.
        deviation: of the windows before, the least one assumed if theirs is smaller.
    """

    value: int
    mean: int
    deviation: int


@dataclass(frozen=True)
class Rule:
    """How far is far.

    Args:
        windows: so many windows before are looked at.
        values: fewer values than these in them say nothing yet.
        deviations: standard deviations from the mean; what is farther is an anomaly.
        least_share: the least deviation assumed, as a share of the mean: a device that always said the same
            may say something else.
    """

    windows: int = 30
    values: int = 20
    deviations: float = 6.0
    least_share: float = 0.01

    def judge(self, tally: Tally, before: Iterable[Tally]) -> Anomaly | None:
        """Return the anomaly in a window's values, seen from the windows before; None if there is none."""
        past = sum(before, Tally())
        if past.count < self.values or not tally.count:
            return None
        mean = past.mean
        deviation = max(past.deviation, self.least_share * abs(mean), 1.0)
        value = max(tally.least, tally.most, key=lambda each: abs(each - mean))
        if abs(value - mean) <= self.deviations * deviation:
            return None
        return Anomaly(value, round(mean), round(deviation))
