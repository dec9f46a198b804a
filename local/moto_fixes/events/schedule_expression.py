"""When a schedule is due: `rate(…)`, `cron(…)` and, for EventBridge Scheduler alone, `at(…)`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import datetime as dt
import re
from collections.abc import Callable

from local.moto_fixes.events.cron import parse_cron

_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}


def parse_schedule(expression: str, zone: dt.tzinfo = dt.UTC) -> Callable[[float], float | None]:
    """Return a function from the instant a schedule was due last, or began, to the next, in epoch seconds.

    It returns None if there is no next. Raises ValueError for anything that is no recurring schedule.

    Args:
        expression: `rate(…)` or `cron(…)`.
        zone: whose calendar a cron expression follows.
    """
    match = re.fullmatch(r"(rate|cron)\((.*)\)", expression)
    if match is None:
        raise ValueError(f"{expression!r} is neither rate(…) nor cron(…)")
    if match[1] == "cron":
        cron = parse_cron(match[2])
        return lambda last: cron.after(last, zone)
    seconds = _seconds(match[2])
    return lambda last: last + seconds


def parse_once(expression: str, zone: dt.tzinfo = dt.UTC) -> float | None:
    """Return the instant of `at(…)`, in epoch seconds; None for another expression. Raises ValueError."""
    match = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", expression)
    return None if match is None else dt.datetime.fromisoformat(match[1]).replace(tzinfo=zone).timestamp()


def _seconds(rate: str) -> int:
    match = re.fullmatch(r"([1-9]\d*) (minute|hour|day)(s?)", rate)
    if match is None or (match[1] == "1") == (match[3] == "s"):
        raise ValueError(f"rate({rate}) is not a number and its unit, in the singular for 1 only")
    return int(match[1]) * _SECONDS[match[2]]
