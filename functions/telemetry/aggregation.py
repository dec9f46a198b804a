"""Counts readings into the windows of their device, writes what has changed, tells of anomalies.

In this order, so that dying anywhere loses nothing: the readings come again, those that are stored are known
then, and an anomaly that is stored but not told is told. A window is written once for all readings at hand.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from functions.telemetry.announcement import Announcements
from functions.telemetry.anomaly import Rule
from functions.telemetry.contract import Reading
from functions.telemetry.timing import WINDOW_MS, Standing, window_start
from functions.telemetry.window import Window
from functions.telemetry.windows import Overtaken, Windows

#: How often somebody else may come in between.
MOST_TRIES: Final = 5

#: What `Aggregation.take` calls a reading that was counted before.
DOUBLED: Final = "doubled"


@dataclass(frozen=True)
class Aggregation:
    """Counts readings.

    Args:
        windows: where they are counted.
        announcements: where anomalies are told.
        rule: when a window is an anomaly.
    """

    windows: Windows
    announcements: Announcements
    rule: Rule

    def take(self, device: str, readings: Sequence[tuple[Reading, Standing]]) -> Counter[str]:
        """Count readings of one device, whether or not some were counted before.

        Returns how many were new in each standing, and how many were doubled. Raises TooScattered, and
        Overtaken where others keep changing the same windows.
        """
        for left in reversed(range(MOST_TRIES)):
            try:
                return self._take(device, readings)
            except Overtaken:
                if not left:
                    raise
        raise AssertionError("it returns or raises")

    def _take(self, device: str, readings: Sequence[tuple[Reading, Standing]]) -> Counter[str]:
        grouped: dict[int, list[tuple[Reading, Standing]]] = defaultdict(list)
        for reading, standing in readings:
            grouped[window_start(reading.at)].append((reading, standing))
        known = self._load(device, grouped)
        outcome: Counter[str] = Counter()
        for start in sorted(grouped):
            before = known.get(start, Window(start))
            window = before.count(grouped[start])
            if window is not before:
                window = self.windows.save(device, self._judged(window, known))
            known[start] = window
            outcome += _fresh(before, window, len(grouped[start]))
        for start in sorted(grouped):
            if known[start].untold:
                self.announcements.tell(device, known[start])
                self.windows.save(device, replace(known[start], announced=True))
        return outcome

    def _load(self, device: str, grouped: dict[int, list[tuple[Reading, Standing]]]) -> dict[int, Window]:
        """Return the windows of the readings, and those before by which they are judged."""
        judged = [start for start in grouped if any(each is Standing.ON_TIME for _, each in grouped[start])]
        spans = [(start, start) for start in grouped if start not in judged]
        if judged:
            first, last = min(judged) - self.rule.windows * WINDOW_MS, max(judged)
            spans = [(first, last), *(span for span in spans if not first <= span[0] <= last)]
        return {
            window.start: window
            for first, last in spans
            for window in self.windows.between(device, first, last)
        }

    def _judged(self, window: Window, known: dict[int, Window]) -> Window:
        if window.anomaly is not None:
            return window
        first = window.start - self.rule.windows * WINDOW_MS
        before = (
            each.tally(Standing.ON_TIME) for start, each in known.items() if first <= start < window.start
        )
        anomaly = self.rule.judge(window.tally(Standing.ON_TIME), before)
        return replace(window, anomaly=anomaly) if anomaly is not None else window


def _fresh(before: Window, after: Window, readings: int) -> Counter[str]:
    counts = Counter({each.value: after.tally(each).count - before.tally(each).count for each in Standing})
    counts[DOUBLED] = readings - counts.total()
    return counts
