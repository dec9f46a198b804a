"""The chart: an axis of round numbers, and bars that together are all that was earned."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.report.figures import DayDetail, Figures
from functions.report.pdf.axis import ticks
from functions.report.pdf.bars import bars
from functions.report.period import Period
from tests.unit.report.some_sales import sale


@given(st.integers(0, 10**20))
def test_an_axis_reaches_from_nothing_to_beyond_the_largest_in_few_round_steps(largest: int) -> None:
    marks = ticks(largest)

    step = marks[1]
    assert marks == [number * step for number in range(len(marks))]
    assert str(step).rstrip("0") in {"1", "2", "5"}
    assert 2 <= len(marks) <= 6
    assert marks[-2] < max(largest, 1) <= marks[-1]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 366), st.data())
def test_the_bars_together_are_the_revenue(first: date, length: int, data: st.DataObject) -> None:
    period = Period(first, first + timedelta(days=length - 1))
    figures = Figures("EUR")
    for number in data.draw(st.lists(st.integers(0, length - 1), max_size=5)):
        day = first + timedelta(days=number)
        figures.take(day, sale("1", f"{day}T23:00:00.000Z"), DayDetail())

    drawn = bars(figures, period)

    assert sum(bar.amount for bar in drawn.bars) == figures.completed.amount
    assert 7 <= len(drawn.bars) <= 62 or drawn.each == "day"


@pytest.mark.parametrize(
    ("first", "last", "each", "count"),
    [
        ("2026-01-14", "2026-01-14", "hour", 24),
        ("2026-01-14", "2026-01-15", "day", 2),
        ("2026-01-01", "2026-03-03", "day", 62),
        ("2026-01-01", "2026-03-04", "week", 10),
        ("2024-01-01", "2024-12-31", "week", 53),
    ],
)
def test_a_bar_is_an_hour_a_day_or_a_week(first: str, last: str, each: str, count: int) -> None:
    drawn = bars(Figures("EUR"), Period(date.fromisoformat(first), date.fromisoformat(last)))

    assert (drawn.each, len(drawn.bars)) == (each, count)


def test_weeks_are_labelled_where_a_month_begins() -> None:
    drawn = bars(Figures("EUR"), Period(date(2025, 11, 3), date(2026, 2, 8)))

    assert [bar.label for bar in drawn.bars if bar.label] == ["Dec", "Jan 2026", "Feb"]
