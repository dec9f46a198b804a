"""Which hub moto waits on: the mends ask here for the time and for the turn.

A process holds one moto, so it has one current hub at a time; LocalStack attaches and detaches it.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from local.hub import Hub

T = TypeVar("T")

_hub: Hub | None = None


class NoHub(RuntimeError):
    """Something in moto has to wait, and no hub is attached that could let time pass."""


def point_at(hub: Hub | None) -> None:
    """Make `hub` the one that moto waits on; None leaves moto without a hub."""
    global _hub
    _hub = hub


def current_hub() -> Hub:
    """Return the hub moto waits on. Raises NoHub if none is attached."""
    if _hub is None:
        raise NoHub("moto has to wait here: attach a hub with local.moto_fixes.attach(hub)")
    return _hub


def now() -> float:
    """Return the hub's instant in seconds since the epoch; without a hub, the machine's."""
    return time.time() if _hub is None else _hub.now()


def in_turn(work: Callable[[], T], name: str) -> T:
    """Run `work`, which may wait, in the current task or as a task of its own; return its result."""
    return current_hub().call(work, name)
