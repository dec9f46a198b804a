"""The CSV: read back it is what was written, and no spreadsheet takes a name for a formula."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.report.figures import NamedTally
from functions.report.sale import SaleStatus
from functions.report.spreadsheet import COLUMNS, Spreadsheet, harmless

DAY = date(2026, 1, 14)
SOLD = SaleStatus.COMPLETED


def written(*named: tuple[str, str]) -> str:
    file = io.StringIO(newline="")
    spreadsheet = Spreadsheet(file, "EUR")
    spreadsheet.write_day(DAY, {(product, SOLD): NamedTally(1, 2, 123450, name) for product, name in named})
    assert spreadsheet.rows == len(named)
    return file.getvalue()


# A CSV cannot hold a NUL or half of a surrogate pair, and the ledger has neither.
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(NAMES)
def test_any_name_is_read_back_from_its_own_cell(name: str) -> None:
    head, row = csv.reader(io.StringIO(written(("MUG", name)), newline=""))

    assert head == list(COLUMNS)
    assert row == ["2026-01-14", "MUG", harmless(name), "completed", "EUR", "1", "2", "1234.50"]
    assert harmless(name).removeprefix("'") == name.removeprefix("'")


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\N{FULLWIDTH EQUALS SIGN}1"]
)
def test_what_would_be_a_formula_is_text(name: str) -> None:
    assert harmless(name) == f"'{name}"


def test_rows_are_in_the_order_of_products_and_end_as_rfc_4180_has_it() -> None:
    assert written(("POT", "Teapot"), ("MUG", 'Mug, "blue"')).split("\r\n") == [
        ",".join(COLUMNS),
        '2026-01-14,MUG,"Mug, ""blue""",completed,EUR,1,2,1234.50',
        "2026-01-14,POT,Teapot,completed,EUR,1,2,1234.50",
        "",
    ]
