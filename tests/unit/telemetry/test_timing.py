"""Windows and standings."""

import pytest

from functions.telemetry.timing import (
    ALLOWED_AHEAD_MS,
    ALLOWED_LATENESS_MS,
    WINDOW_MS,
    Standing,
    read,
    standing,
    window_start,
    written,
)

START = 1_700_000_040_000
LAST = START + WINDOW_MS - 1


def test_a_window_has_its_first_instant_and_not_its_last() -> None:
    assert {window_start(at) for at in (START, START + 1, LAST)} == {START}
    assert window_start(LAST + 1) == START + WINDOW_MS


@pytest.mark.parametrize(
    ("at", "accepted_at", "expected"),
    [
        (START, START, Standing.ON_TIME),
        (START, LAST + 1 + ALLOWED_LATENESS_MS, Standing.ON_TIME),
        (LAST, LAST + 2 + ALLOWED_LATENESS_MS, Standing.LATE),
        (START + ALLOWED_AHEAD_MS, START, Standing.ON_TIME),
        (START + ALLOWED_AHEAD_MS + 1, START, Standing.EARLY),
    ],
)
def test_a_standing_ends_where_it_says(at: int, accepted_at: int, expected: Standing) -> None:
    assert standing(at, accepted_at) is expected


def test_an_instant_is_written_so_that_it_sorts_and_reads_back() -> None:
    instants = [0, START, START + WINDOW_MS, 4_102_444_740_000]
    assert sorted(map(written, reversed(instants))) == [written(each) for each in instants]
    assert [read(written(each)) for each in instants] == instants
    assert read("2023-11-14T22:14:00") == read("2023-11-14T23:14:00+01:00") == START
