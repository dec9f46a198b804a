"""The numbers a window remembers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.telemetry.sequences import MOST_RANGES, Sequences, TooScattered

NUMBERS = st.lists(st.integers(0, 40), max_size=60)


@given(NUMBERS)
def test_a_number_is_new_once_in_whatever_order_they_come(numbers: list[int]) -> None:
    known, seen = Sequences(), set[int]()
    for number in numbers:
        assert known.add(number) == (number not in seen)
        seen.add(number)
        known = Sequences(str(known))


@given(NUMBERS)
def test_the_same_numbers_are_written_alike(numbers: list[int]) -> None:
    assert written(numbers) == written(sorted(numbers))


def written(numbers: list[int]) -> str:
    known = Sequences()
    for number in numbers:
        known.add(number)
    return str(known)


def test_numbers_without_a_gap_are_one_range() -> None:
    assert written([*range(60), 62, 61, 80]) == "0-59 61-62 80"
    assert written([0, 2, 1]) == "0-2"


def test_what_one_item_cannot_hold_is_refused_and_what_was_known_stays() -> None:
    known = Sequences(" ".join(str(9_007_199_254_000_000 + 2 * n) for n in range(MOST_RANGES)))
    before = str(known)
    with pytest.raises(TooScattered):
        known.add(0)
    assert str(known) == before
    assert len(before) < 350_000
    assert known.add(9_007_199_254_000_001), "which joins two ranges"
