"""Many devices that send for a while, some of it late, doubled or out of order; and an account of it all.

The account is kept from what was sent and when it was accepted, by rules written down here once more, so that
it shares no line with the code it checks.
"""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from local.stack import LocalStack
from tests.flow.telemetry.devices import MINUTE_MS, Device, ShownTally, reading

#: Between two posts of one device, in seconds; it measures once a second.
PERIOD = 20

#: What is accepted this long after the end of its window does not count in it, in milliseconds.
TOO_LATE_MS = 5 * MINUTE_MS


#: So many posts after its last reading a device sends those that it has held back longest.
LATEST = 20

#: A question for all windows of a device.
EVER = {"from": "2000-01-01T00:00:00Z", "limit": "1000"}


@dataclass
class Sum:
    """Count and exact sum of some readings."""

    count: int = 0
    total: Fraction = Fraction(0)

    def agrees_with(self, shown: ShownTally | None) -> bool:
        """Tell whether the HTTP interface shows the same."""
        if shown is None:
            return not self.count
        return (self.count, float(self.total)) == (shown.count, shown.sum)


@dataclass
class Account:
    """What the windows of all devices should show.

    Attributes:
        on_time, late: by the device's name and the beginning of the window, in milliseconds.
        sent: readings, however often.
        trouble: those of them that were late, doubled or out of order.
    """

    on_time: dict[tuple[str, int], Sum] = field(default_factory=lambda: defaultdict(Sum))
    late: dict[tuple[str, int], Sum] = field(default_factory=lambda: defaultdict(Sum))
    sent: int = 0
    trouble: int = 0
    _seen: set[tuple[str, int]] = field(default_factory=set)

    def accept(self, device: str, one: dict[str, Any], accepted_at: int) -> None:
        """Count a reading that was accepted at an instant, in milliseconds."""
        self.sent += 1
        if (device, one["sequence"]) in self._seen:
            return
        self._seen.add((device, one["sequence"]))
        start = one["at"] // MINUTE_MS * MINUTE_MS
        too_late = accepted_at > start + MINUTE_MS + TOO_LATE_MS
        kept = (self.late if too_late else self.on_time)[device, start]
        kept.count += 1
        kept.total += Fraction(str(one["value"]))


@dataclass
class Fleet:
    """Devices of alice that send readings to `stack`.

    Args:
        devices: how many.
        readings: of each, one a second.
        share: of the readings that are sent twice, out of order or too late.
    """

    stack: LocalStack
    devices: int
    readings: int
    share: float = 0.05
    seed: int = 0
    account: Account = field(default_factory=Account)

    def send(self) -> None:
        """Let all devices send all their readings, and time pass as it has to."""
        chance = random.Random(self.seed)
        began = round(self.stack.hub.now() * 1000)
        held: dict[int, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
        periods = -(-self.readings // PERIOD)
        # Two posts after the last reading nothing is out of order any more, and then come the latest.
        for period in [*range(1, periods + 3), periods + LATEST]:
            for device in range(self.devices):
                batch = [each for due, each in held[device] if due <= period]
                held[device] = [(due, each) for due, each in held[device] if due > period]
                for sequence in range((period - 1) * PERIOD, min(period * PERIOD, self.readings)):
                    one = reading(sequence, began + 1000 * sequence, round(chance.gauss(20, 2), 3))
                    if chance.random() >= self.share:
                        batch.append(one)
                        continue
                    self.account.trouble += 1
                    match chance.randrange(3):
                        case 0:
                            batch += [one, one]
                            held[device].append((period + 1, one))
                        case 1:
                            held[device].append((period + 1, one))
                        case _:
                            held[device].append((periods + LATEST, one))
                chance.shuffle(batch)
                self._wait(began + round(1000 * PERIOD * (period + device / self.devices)))
                if batch:
                    self._post(f"device-{device}", batch)
        self.stack.clock.advance(seconds=30)

    def _post(self, name: str, batch: list[dict[str, Any]]) -> None:
        device = Device(self.stack, name)
        for one in batch:
            self.account.accept(name, one, device.now)
        answer = device.post(batch)
        assert answer.status_code == 202, answer.text

    def _wait(self, until: int) -> None:
        self.stack.clock.advance(seconds=max(until / 1000 - self.stack.hub.now(), 0))

    def differences(self) -> list[str]:
        """Return the windows that are not as the account has them, by device and beginning."""
        account = self.account
        wrong = []
        for number in range(self.devices):
            name = f"device-{number}"
            self.stack.clock.advance(seconds=0.1)  # the stage throttles questions as well
            shown = {instant(window.start): window for window in Device(self.stack, name).windows(**EVER)}
            starts = {start for device, start in [*account.on_time, *account.late] if device == name}
            for start in sorted(starts | shown.keys()):
                window = shown.get(start)
                if not (
                    account.on_time[name, start].agrees_with(window)
                    and account.late[name, start].agrees_with(window.late if window else None)
                ):
                    wrong.append(f"{name} {start}: {window}")
        return wrong


def instant(text: str) -> int:
    """Return the milliseconds since the epoch of an instant in ISO 8601."""
    return round(dt.datetime.fromisoformat(text).timestamp() * 1000)
