"""A window of one device: the readings it has counted, each of them once.

What a window holds is a set of readings and what they add up to. To count a set of readings twice, or in
another order, gives the same window: that is all that crashes, repeated deliveries and replays rely on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from functions.telemetry.anomaly import Anomaly
from functions.telemetry.contract import Reading
from functions.telemetry.sequences import Sequences
from functions.telemetry.tally import Tally, millionths, tally_of
from functions.telemetry.timing import Standing


@dataclass(frozen=True)
class Window:
    """A window as it stands.

    Attributes:
        start: its beginning, milliseconds since the epoch.
        seen: the sequence numbers of all readings it has counted, as `Sequences` writes them.
        tallies: of the readings in each standing; one that is absent is empty.
        anomaly: the first one seen in it.
        announced: whether that has been told.
        version: how often it was written; 0 for one that is not stored yet.
    """

    start: int
    seen: str = ""
    tallies: dict[Standing, Tally] = field(default_factory=dict)
    anomaly: Anomaly | None = None
    announced: bool = False
    version: int = 0

    def tally(self, standing: Standing) -> Tally:
        """Return the tally of the readings in a standing."""
        return self.tallies.get(standing, Tally())

    @property
    def untold(self) -> bool:
        """Whether it has an anomaly that nobody was told of."""
        return self.anomaly is not None and not self.announced

    def count(self, readings: Iterable[tuple[Reading, Standing]]) -> "Window":
        """Return the window with those of the readings that it has not counted yet; itself if there are none.

        Raises TooScattered.
        """
        seen, tallies = Sequences(self.seen), dict(self.tallies)
        fresh = False
        for reading, standing in readings:
            if seen.add(reading.sequence):
                fresh = True
                value = tally_of(millionths(reading.value))
                tallies[standing] = tallies.get(standing, Tally()) + value
        return replace(self, seen=str(seen), tallies=tallies) if fresh else self
