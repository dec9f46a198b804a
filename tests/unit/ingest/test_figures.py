"""Figures of parts come to the figures of the whole, to the last digit."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.ingest.columns import schema_of
from functions.ingest.contract import Aggregate, Column, Measure
from functions.ingest.figures import MAX_GROUPS, Adder, Figures, Group
from functions.ingest.measuring import figures_of

COLUMNS = [
    Column(name="key", type="string"),
    Column(name="whole", type="integer"),
    Column(name="money", type="decimal", scale=8),
    Column(name="day", type="date"),
]
AGGREGATE = Aggregate(
    group_by=["key"],
    measures=[
        Measure(column="whole", function="sum"),
        Measure(column="money", function="sum"),
        Measure(column="money", function="min"),
        Measure(column="day", function="max"),
        Measure(column="whole", function="count"),
    ],
)

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.none() | st.sampled_from(["a", "b", ""]),
            "whole": st.none() | st.integers(-(2**63), 2**63 - 1),
            "money": st.none() | st.decimals(-(10**17), 10**17, places=8),
            "day": st.none() | st.dates(dt.date(1000, 1, 1)),
        }
    ),
    max_size=8,
)


def figures(rows: list[dict[str, object]]) -> Figures:
    return figures_of(pa.Table.from_pylist(rows, schema_of(COLUMNS)), COLUMNS, AGGREGATE)


@settings(max_examples=30, deadline=None)
@given(parts=st.lists(ROWS, max_size=4))
def test_the_figures_of_parts_add_up_to_those_python_finds_in_the_whole(
    parts: list[list[dict[str, object]]],
) -> None:
    adder = Adder(COLUMNS, AGGREGATE)
    for part in parts:
        adder.add(figures(part))
    total = adder.total()

    rows = [row for part in parts for row in part]
    assert total.rows == len(rows)
    assert total.groups is not None
    assert {group.key[0] for group in total.groups} == {row["key"] for row in rows}
    for group in total.groups:
        of_group = [row for row in rows if row["key"] == group.key[0]]
        whole: list[int] = [row["whole"] for row in of_group if row["whole"] is not None]  # type: ignore[misc]
        money: list[Decimal] = [row["money"] for row in of_group if row["money"] is not None]  # type: ignore[misc]
        days: list[dt.date] = [row["day"] for row in of_group if row["day"] is not None]  # type: ignore[misc]
        units = [int(value.scaleb(8)) for value in money]
        expected = [
            str(sum(whole)) if whole else None,
            sum(units) if units else None,
            min(units) if units else None,
            str(max(days)) if days else None,
            str(len(whole)),
        ]
        found: list[object] = list(group.measures)
        for place in (1, 2):
            text = group.measures[place]
            found[place] = None if text is None else int(text.replace(".", ""))
        assert (group.rows, found) == (len(of_group), expected)


def test_smallest_and_largest_are_those_of_the_values_and_not_of_their_texts() -> None:
    adder = Adder(COLUMNS, None)
    for whole in (9, -10, 100):
        adder.add(figures([{"key": str(whole), "whole": whole, "money": None, "day": None}]))

    ranges = adder.total().ranges
    assert (ranges["whole"].min, ranges["whole"].max) == ("-10", "100")
    assert (ranges["key"].min, ranges["key"].max) == ("-10", "9")
    assert (ranges["money"].min, ranges["money"].max) == (None, None)


def test_groups_beyond_what_a_summary_may_have_are_given_up() -> None:
    adder = Adder(COLUMNS, Aggregate(group_by=["key"]))
    half = MAX_GROUPS // 2 + 1
    for first in (0, half):
        groups = [Group(key=[str(number)], rows=1, measures=[]) for number in range(first, first + half)]
        adder.add(Figures(rows=half, groups=groups))

    assert adder.total().groups is None
