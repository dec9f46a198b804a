"""When a scheduled rule fires: `rate(…)` and `cron(…)`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import re
from collections.abc import Callable

from local.engine.events.cron import parse_cron

_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


def parse_schedule(expression: str) -> Callable[[float], float | None]:
    """Return a function from the instant a rule fired last, or began, to the next, in epoch seconds.

    It returns None if there is no next. Raises ValueError for anything that is no schedule.
    """
    match = re.fullmatch(r"(rate|cron)\((.*)\)", expression)
    if match is None:
        raise ValueError(f"{expression!r} is neither rate(…) nor cron(…)")
    if match[1] == "cron":
        return parse_cron(match[2]).after
    seconds = _seconds(match[2])
    return lambda last: last + seconds


def _seconds(rate: str) -> int:
    match = re.fullmatch(r"([1-9]\d*) (minute|hour|day)(s?)", rate)
    if match is None or (match[1] == "1") == (match[3] == "s"):
        raise ValueError(f"rate({rate}) is not a number and its unit, in the singular for 1 only")
    return int(match[1]) * _SECONDS[match[2]]
