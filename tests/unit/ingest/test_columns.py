"""Values become what their column's type says, or are rejected with the reason."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from functions.ingest.columns import RowContract
from functions.ingest.contract import Column, ColumnType
from functions.ingest.records import Records


def typed(
    kind: ColumnType, values: Sequence[object], *, from_text: bool = True, **more: Any
) -> tuple[list[Any], list[tuple[int, str]]]:
    """Return the values that are kept, and the lines of those that are not, with their reasons."""
    contract = RowContract([Column(name="c", type=kind, **more)], [0], from_text=from_text)
    found = contract.check(Records(rows=[[value] for value in values], lines=list(range(len(values)))))
    return found.rows["c"].to_pylist(), [(flaw.line, flaw.reason) for flaw in found.flaws]


LARGEST = 2**63 - 1

TEXTS: list[tuple[ColumnType, list[str], list[str], list[str]]] = [
    (
        "integer",
        ["0", "-7", "007", str(LARGEST)],
        ["0", "-7", "7", str(LARGEST)],
        ["1.0", " 1", "0x1F", "+1"],
    ),
    ("decimal", ["1", "-0.5", "999999999999999999.99"], ["1.00", "-0.50", "999999999999999999.99"], ["1,5"]),
    ("number", ["1.5", "-2e3"], ["1.5", "-2000.0"], ["nan", "1e999", "inf", "."]),
    ("boolean", ["true", "false"], ["True", "False"], ["yes", "TRUE", "1"]),
    ("date", ["2024-02-29"], ["2024-02-29"], ["2023-02-29", "29.02.2024", "2024-2-9", "0000-01-01"]),
    (
        "timestamp",
        ["2024-02-29T23:30:00-01:00", "2024-02-29 01:02:03.000004Z"],
        ["2024-03-01 00:30:00+00:00", "2024-02-29 01:02:03.000004+00:00"],
        ["2024-02-29T01:02:03", "2024-02-29T24:00:01Z", "2024-02-29"],
    ),
    ("string", [" a", "ü"], [" a", "ü"], []),
]


@pytest.mark.parametrize(("kind", "good", "kept", "bad"), TEXTS, ids=[each[0] for each in TEXTS])
def test_a_text_is_a_value_of_its_type_or_rejected(
    kind: ColumnType, good: list[str], kept: list[str], bad: list[str]
) -> None:
    values, flaws = typed(kind, [*good, "", *bad])

    assert [str(value) for value in values] == [*kept, "None"]
    assert [line for line, _ in flaws] == list(range(len(good) + 1, len(good) + 1 + len(bad)))


def test_an_integer_of_more_than_64_bits_is_rejected_and_its_neighbours_are_not() -> None:
    values, flaws = typed("integer", ["1", str(LARGEST + 1), "2", str(-LARGEST - 2), "3"])

    assert values == [1, 2, 3]
    assert flaws == [(1, "NotAnInteger"), (3, "NotAnInteger")]


def test_a_required_value_that_is_missing_is_rejected() -> None:
    assert typed("string", ["a", ""], required=True) == (["a"], [(1, "MissingValue")])
    assert typed("integer", ["", "x"], required=True) == ([], [(0, "MissingValue"), (1, "NotAnInteger")])


def test_json_s_own_types_are_not_confused() -> None:
    assert typed("integer", [1, True, "1", Decimal("1.0"), None], from_text=False) == (
        [1, None],
        [(1, "NotAnInteger"), (2, "NotAnInteger"), (3, "NotAnInteger")],
    )
    assert typed("decimal", [1, Decimal("1E+2"), "0.5", Decimal("1E+999999"), 0.5], from_text=False) == (
        [Decimal("1.00"), Decimal("100.00"), Decimal("0.50")],
        [(3, "NotADecimal"), (4, "NotADecimal")],
    )
    assert typed("string", ["", "a", 1, {}, "\ud800"], from_text=False) == (
        ["", "a"],
        [(2, "NotAString"), (3, "NotAString"), (4, "NotAString")],
    )
    assert typed("boolean", [True, "true"], from_text=False) == ([True], [(1, "NotABoolean")])


def test_a_row_is_rejected_once_for_its_first_column() -> None:
    columns = [Column(name="a", type="integer"), Column(name="b", type="date", required=True)]
    contract = RowContract(columns, [1, 0], from_text=True)

    found = contract.check(Records(rows=[["", "x"], ["2024-01-01", "1"]], lines=[4, 9]))

    assert [(flaw.line, flaw.reason, flaw.column, flaw.text) for flaw in found.flaws] == [
        (4, "NotAnInteger", "a", "x")
    ]
    assert found.rows.num_rows == 1
