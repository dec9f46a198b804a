"""The bars of the chart: hours for a single day, else days, and weeks where days would be too thin."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from functions.report.figures import Figures
from functions.report.period import Period

#: With more days than this a bar is a week.
MOST_DAYS: Final = 62


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: the time it stands for; empty where its neighbours say enough.
        amount: minor units.
        weekend: whether it is a Saturday or a Sunday.
    """

    label: str
    amount: int
    weekend: bool = False


@dataclass(frozen=True)
class Bars:
    """The bars of a period, in the order of time; `each` is what one of them stands for."""

    each: str
    bars: list[Bar]


def bars(figures: Figures, period: Period) -> Bars:
    """The completed sales of a period as bars."""
    days = list(period.days())
    if len(days) == 1:
        return Bars("hour", [Bar(f"{hour}:00", amount) for hour, amount in enumerate(figures.by_hour)])
    if len(days) > MOST_DAYS:
        weeks = [list(week) for _, week in groupby(days, key=lambda day: day.isocalendar()[:2])]
        return Bars("week", [_week(figures, week, first=week is weeks[0]) for week in weeks])
    return Bars(
        "day", [Bar(f"{day.day} {day:%b}", figures.of_day(day).amount, day.weekday() > 4) for day in days]
    )


def _week(figures: Figures, days: list[date], *, first: bool) -> Bar:
    """The bar of a week, from Monday on or cut by the period; it is labelled where a month begins in it."""
    month = next((day for day in days if day.day == 1), None)
    label = "" if month is None else f"{month:%b %Y}" if first or month.month == 1 else f"{month:%b}"
    return Bar(label, sum(figures.of_day(day).amount for day in days))
