"""Values added up exactly."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.telemetry.contract import LARGEST_VALUE
from functions.telemetry.tally import Tally, millionths, tally_of

MILLIONTHS = st.integers(-(10**15), 10**15)
VALUES = st.lists(MILLIONTHS, min_size=1, max_size=20)


@given(MILLIONTHS)
def test_a_value_with_six_decimals_is_kept_exactly(value: int) -> None:
    assert millionths(value / 1_000_000) == value


def test_further_decimals_are_rounded_away() -> None:
    assert millionths(0.1 + 0.2) == 300_000
    assert millionths(-LARGEST_VALUE) == -(10**15)


@given(VALUES)
def test_a_tally_is_that_of_its_values_in_whatever_order(values: list[int]) -> None:
    tally = sum((tally_of(value) for value in values), Tally())
    assert tally == sum((tally_of(value) for value in reversed(values)), Tally())
    assert (tally.count, tally.total) == (len(values), sum(values))
    assert (tally.least, tally.most) == (min(values), max(values))
    assert tally.mean == float(Fraction(sum(values), len(values)))
    assert math.isclose(tally.deviation, statistics.pstdev(values), rel_tol=1e-9, abs_tol=1e-6)


@given(VALUES, VALUES, VALUES)
def test_tallies_add_up_in_any_grouping(a: list[int], b: list[int], c: list[int]) -> None:
    x, y, z = (sum((tally_of(value) for value in values), Tally()) for values in (a, b, c))
    assert (x + y) + z == x + (y + z)


def test_the_largest_window_fits_a_number_of_dynamodb() -> None:
    value = millionths(LARGEST_VALUE)
    readings = 10**7
    assert len(str(readings * value * value)) <= 38


def test_nothing_has_no_mean() -> None:
    with pytest.raises(ZeroDivisionError):
        _ = Tally().mean
