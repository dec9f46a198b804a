"""Cron expressions as EventBridge writes them: six fields, with ?, L, W and #.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if number}
_WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Cron:
    """A cron expression: the numbers of each field, rising, and which days fit within their month."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    is_day: Callable[[dt.date], bool]
    months: tuple[int, ...]
    years: tuple[int, ...]

    def after(self, instant: float, zone: dt.tzinfo = dt.UTC) -> float | None:
        """Return the next instant that fits in `zone`, in seconds since the epoch; None if none ever will.

        What falls into an hour that the clock skips is left out; into one that it repeats, it fits once.
        https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
        """
        start = instant // 60 * 60 + 60
        day = dt.datetime.fromtimestamp(start, zone).date()
        while day.year <= self.years[-1]:
            if day.year in self.years and day.month in self.months and self.is_day(day):
                for hour in self.hours:
                    for minute in self.minutes:
                        fit = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
                        if fit.timestamp() >= start and _exists(fit):
                            return fit.timestamp()
            day += _DAY
        return None


def _exists(local: dt.datetime) -> bool:
    """Tell whether a clock in the zone ever shows this time."""
    return local.astimezone(dt.UTC).astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(
        tzinfo=None
    )


def parse_cron(fields: str) -> Cron:
    """Return the meaning of what stands between the brackets of `cron(…)`. Raises ValueError."""
    parts = fields.upper().split()
    if len(parts) != 6:
        raise ValueError(f"a cron expression has six fields, not {len(parts)}: {fields!r}")
    minutes, hours, days_of_month, months, days_of_week, years = parts
    if (days_of_month == "?") == (days_of_week == "?"):
        raise ValueError(f"exactly one of day of month and day of week is '?': {fields!r}")
    weekdays = _named(days_of_week, _WEEKDAYS)
    fits, days = (_is_day_of_month, days_of_month) if weekdays == "?" else (_is_day_of_week, weekdays)
    for part in days.split(","):
        fits(dt.date(2000, 1, 1), part)  # raises now what it would raise at the first match
    return Cron(
        _numbers(minutes, 0, 59),
        _numbers(hours, 0, 23),
        lambda day: any(fits(day, part) for part in days.split(",")),
        _numbers(_named(months, _MONTHS), 1, 12),
        _numbers(years, 1970, 2199),
    )


def _numbers(field: str, low: int, high: int) -> tuple[int, ...]:
    """Return the numbers a field without special letters stands for, rising."""
    numbers: set[int] = set()
    for part in field.split(","):
        match = re.fullmatch(r"(?:(\*)|(\d+)(?:-(\d+))?)(?:/(\d+))?", part)
        if match is None:
            raise ValueError(f"{part!r} is no part of a cron expression")
        every, first, last, step = match.groups()
        start = low if every else int(first)
        end = high if every or (step and not last) else int(last or first)
        if not low <= start <= end <= high or step == "0":
            raise ValueError(f"{part!r} is outside {low}-{high}")
        numbers.update(range(start, end + 1, int(step or 1)))
    return tuple(sorted(numbers))


def _number(text: str, low: int, high: int) -> int:
    numbers = _numbers(text, low, high) if text.isdecimal() else ()
    if len(numbers) != 1:
        raise ValueError(f"{text!r} is no number of a cron expression")
    return numbers[0]


def _named(field: str, names: dict[str, int]) -> str:
    return re.sub(r"[A-Z]{3}", lambda match: str(names.get(match[0], match[0])), field)


def _is_day_of_month(day: dt.date, part: str) -> bool:
    last = calendar.monthrange(day.year, day.month)[1]
    if part == "L":
        return day.day == last
    if part.endswith("W"):
        return day.day == _nearest_weekday(day, last if part == "LW" else _number(part[:-1], 1, 31), last)
    return day.day in _numbers(part, 1, 31)


def _is_day_of_week(day: dt.date, part: str) -> bool:
    weekday = day.isoweekday() % 7 + 1
    if part == "L":
        return weekday == _WEEKDAYS["SAT"]
    if part.endswith("L"):
        return weekday == _number(part[:-1], 1, 7) and (day + 7 * _DAY).month != day.month
    if "#" in part:
        which, _, nth = part.partition("#")
        return (weekday, (day.day - 1) // 7 + 1) == (_number(which, 1, 7), _number(nth, 1, 5))
    return weekday in _numbers(part, 1, 7)


def _nearest_weekday(month: dt.date, number: int, last: int) -> int | None:
    """Return the Monday to Friday nearest to a day of the month; None if the month has no such day."""
    if number > last:
        return None
    nearest = [number + shift for shift in (0, -1, 1, -2, 2) if 1 <= number + shift <= last]
    return next(n for n in nearest if month.replace(day=n).isoweekday() <= 5)
