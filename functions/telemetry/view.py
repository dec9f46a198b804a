"""Windows as their owner reads them, in JSON."""

from functions.telemetry.tally import MILLION, Tally
from functions.telemetry.timing import WINDOW_MS, Standing, written
from functions.telemetry.window import Window


def shown(window: Window) -> dict[str, object]:
    """Return a window: what counts in it, and beside that what came too late or too early."""
    view: dict[str, object] = {
        "from": written(window.start),
        "to": written(window.start + WINDOW_MS),
        **_tally(window.tally(Standing.ON_TIME)),
    }
    for standing in (Standing.LATE, Standing.EARLY):
        if standing in window.tallies:
            view[standing.value] = _tally(window.tally(standing))
    if window.anomaly is not None:
        view["anomaly"] = {
            "value": window.anomaly.value / MILLION,
            "mean": window.anomaly.mean / MILLION,
            "deviation": window.anomaly.deviation / MILLION,
        }
    return view


def _tally(tally: Tally) -> dict[str, object]:
    view: dict[str, object] = {"count": tally.count, "sum": tally.total / MILLION}
    if tally.count:
        view |= {
            "min": tally.least / MILLION,
            "max": tally.most / MILLION,
            "mean": tally.total / (tally.count * MILLION),
        }
    return view
