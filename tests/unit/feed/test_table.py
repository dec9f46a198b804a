"""The feed's table: what DynamoDB leaves of a batch is asked for again; pages are read as needed."""

import pytest

from functions.feed.keys import item
from functions.feed.table import TRIES, Table, Throttled
from tests.unit.feed.feed_table import partition, partly_throttled

SORTS = [f"{number:03}" for number in range(120)]


@pytest.fixture
def filled(table: Table) -> Table:
    assert table.put_many(item("p", sort) for sort in SORTS) == len(SORTS)
    return table


def test_a_batch_that_comes_back_in_part_is_written_to_the_end(table: Table) -> None:
    waits: list[float] = []
    assert partly_throttled(table, 7, waits).put_many(item("p", sort) for sort in SORTS[:30]) == 30
    assert partition(table, "p") == SORTS[:30]
    assert len(waits) == 3


def test_a_batch_that_comes_back_in_part_is_read_to_the_end(filled: Table) -> None:
    waits: list[float] = []
    keys = [item("p", sort) for sort in (*SORTS, "none")]
    found = partly_throttled(filled, 30, waits).get_many(keys)
    assert sorted(str(one["sort"]) for one in found) == SORTS
    assert len(waits) == 3


def test_a_table_that_takes_nothing_is_given_up_after_waits_that_grow(table: Table) -> None:
    waits: list[float] = []
    with pytest.raises(Throttled):
        partly_throttled(table, 0, waits).put_many([item("p", "1")])
    assert len(waits) == TRIES
    assert all(0 <= wait <= min(2, 0.05 * 2**tried) for tried, wait in enumerate(waits))


def test_a_query_reads_a_range_from_either_end_page_by_page(filled: Table) -> None:
    def sorts(**asked: object) -> list[str]:
        return [str(one["sort"]) for one in filled.query("p", page=7, **asked)]  # type: ignore[arg-type]

    assert sorts() == SORTS
    assert sorts(first="010", last="029") == SORTS[10:30]
    assert sorts(last="010", newest_first=True) == SORTS[10::-1]
    assert sorts(first="110") == SORTS[110:]
