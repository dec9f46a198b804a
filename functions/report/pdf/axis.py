"""The axis of a chart: round numbers that reach from nothing to beyond the largest value."""

from typing import Final

_ROUND: Final = (1, 2, 5)


def ticks(largest: int, most: int = 5) -> list[int]:
    """The numbers an axis shows: from 0, in equal steps of 1, 2 or 5 times a power of ten.

    Args:
        largest: the largest value to be shown, 0 or more; the last tick is not below it.
        most: how many steps there are at most.
    """
    step = 1
    while step * most < largest:
        step = _next_round(step)
    return list(range(0, max(largest, 1) + step, step))[: -(-max(largest, 1) // step) + 1]


def _next_round(step: int) -> int:
    lead = int(str(step)[0])
    return step // lead * (10 if lead == 5 else _ROUND[_ROUND.index(lead) + 1])
