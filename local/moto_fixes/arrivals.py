"""Tells those who wait that records have arrived in a stream, so that nobody has to look again and again."""

from local.hub import Signal
from local.moto_fixes import current_hub

_awaited: dict[str, Signal] = {}


def next_arrival(source: str) -> Signal:
    """Return the signal that the next arrival in `source` (the ARN of a table or a stream) sets.

    Who takes it before looking at the source misses nothing that arrives in between.
    """
    if source not in _awaited:
        _awaited[source] = current_hub.current_hub().signal()
    return _awaited[source]


def announce(source: str) -> None:
    """Wake whoever waits for an arrival in `source`."""
    signal = _awaited.pop(source, None)
    if signal is not None:
        signal.set()


def forget() -> None:
    """Wake nobody any more: the hub is gone."""
    _awaited.clear()
