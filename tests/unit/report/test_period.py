"""Periods: which days a job means, and how a person reads them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.report.contract import Report
from functions.report.period import Period, wanted_period
from tests.unit.report.some_sales import JANUARY, instants


@pytest.mark.parametrize(
    ("name", "submitted_at", "first", "last"),
    [
        ("yesterday", "2026-03-01T00:00:00.000Z", "2026-02-28", "2026-02-28"),
        ("yesterday", "2024-03-01T23:59:59.999Z", "2024-02-29", "2024-02-29"),
        ("last_7_days", "2026-01-05T03:00:00.000Z", "2025-12-29", "2026-01-04"),
        ("last_month", "2026-01-31T12:00:00.000Z", "2025-12-01", "2025-12-31"),
        ("last_month", "2024-03-31T12:00:00.000Z", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_named_period_ends_before_the_day_of_submission(
    name: str, submitted_at: str, first: str, last: str
) -> None:
    wanted = Report.model_validate_json(f'{{"period": "{name}", "currency": "EUR"}}')

    assert wanted_period(wanted, submitted_at) == Period(date.fromisoformat(first), date.fromisoformat(last))


def test_given_days_are_taken_as_they_are() -> None:
    wanted = Report.model_validate_json('{"from": "2026-01-01", "to": "2026-01-31", "currency": "EUR"}')

    assert wanted_period(wanted, "2030-01-01T00:00:00.000Z") == JANUARY


@pytest.mark.parametrize(
    ("first", "last", "read"),
    [
        ("2026-01-14", "2026-01-14", "14 January 2026"),
        ("2026-01-01", "2026-01-31", "1 \N{EN DASH} 31 January 2026"),
        ("2026-01-30", "2026-02-02", "30 January \N{EN DASH} 2 February 2026"),
        ("2025-12-29", "2026-01-04", "29 December 2025 \N{EN DASH} 4 January 2026"),
    ],
)
def test_a_period_says_no_month_and_no_year_twice(first: str, last: str, read: str) -> None:
    assert str(Period(date.fromisoformat(first), date.fromisoformat(last))) == read


@given(st.lists(instants(), min_size=2, max_size=2).map(sorted))
def test_time_passes_from_nothing_to_all_and_never_back(two: list[str]) -> None:
    assert 0 <= JANUARY.passed(two[0]) <= JANUARY.passed(two[1]) <= 1


def test_what_lies_outside_is_nothing_or_all_of_it() -> None:
    assert JANUARY.passed("2025-12-31T23:59:59.999Z") == 0
    assert JANUARY.passed("2026-02-01T00:00:00.000Z") == 1
