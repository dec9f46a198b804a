"""The PDF, as a reader of its text and its pages finds it."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest

from functions.report.figures import DayDetail, Figures
from functions.report.pdf.document import Document
from functions.report.period import Period
from functions.report.sale import Line, Sale, SaleStatus
from tests.unit.report.some_sales import JANUARY, MUG, TEAPOT, sale

MADE_AT = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)


def pages_of(
    sales: Iterable[Sale], period: Period = JANUARY, title: str = "Sales report", currency: str = "EUR"
) -> list[str]:
    """The text of each page of a report."""
    figures = Figures(currency)
    for one in sales:
        figures.take(one.day, one, DayDetail())
    file = io.BytesIO()
    count = Document(title, period, figures, MADE_AT).write(file)
    pdf = pypdfium2.PdfDocument(file.getvalue())
    assert len(pdf) == count
    return [page.get_textpage().get_text_bounded() for page in pdf]


def daily(period: Period, *lines: Line) -> list[Sale]:
    return [sale(str(day), f"{day}T09:00:00.000Z", *lines) for day in period.days()]


def test_the_first_page_says_what_it_is_about() -> None:
    first, second = pages_of(daily(JANUARY, MUG, TEAPOT))

    for text in (
        "Sales report",
        "1 \N{EN DASH} 31 January 2026, UTC",
        "1,984.00",
        "64.00",
        "Revenue per day, EUR",
        "Teapot",
        "60.9 %",
        "As the ledger stood on 1 February 2026, 03:00 UTC",
        "1 of 2",
    ):
        assert text in first
    assert "14 January 2026" in second
    assert "2 of 2" in second


def test_a_long_period_has_a_head_on_every_page_and_its_sum_on_the_last() -> None:
    year = Period(date(2024, 1, 1), date(2024, 12, 31))
    pages = pages_of(daily(year), year, title="A leap year")

    assert 9 <= len(pages) <= 11
    for number, page in enumerate(pages[1:], start=2):
        assert page.startswith("A leap year")
        assert "Day (UTC)" in page
        assert f"{number} of {len(pages)}" in page
    assert "Revenue per week" in pages[0]
    assert "All days" in pages[-1]
    assert "31 December 2024" in pages[-1]


def test_a_single_day_is_shown_by_the_hour() -> None:
    day = Period(date(2026, 1, 14), date(2026, 1, 14))
    (page,) = pages_of(daily(day), day)

    assert "Revenue per hour" in page
    assert "Best hour" in page
    assert "Day by day" not in page


def test_a_period_without_sales_says_so() -> None:
    (page,) = pages_of([sale("1", currency="USD")])

    assert "Nothing was sold in this period" in page
    assert "not in these figures: 1 in USD" in page


def test_a_period_in_which_all_failed_has_no_chart() -> None:
    first, _ = pages_of([sale("1", status=SaleStatus.FAILED)])

    assert "Failed" in first
    assert "Revenue per" not in first
    assert "Top products" not in first


def test_names_of_any_script_and_of_any_length_find_their_place() -> None:
    lines = [
        Line("ЧАЙ", "Чай <b>чёрный</b> & Łódź", 1, 3),
        Line("茶", "茶" * 200, 1, 2),
        Line("0", "Free", 9, 0),
    ]
    first, _ = pages_of([sale("1", JANUARY.begin, *lines)], title="Ümsätze </para> & Αθήνα " + "W" * 56)

    assert "Ümsätze </para> & Αθήνα" in first
    assert "Чай <b>чёрный</b> & Łódź" in first
    assert "…" in first


def test_the_smaller_products_are_summed_up() -> None:
    lines = [Line(f"P{number}", f"Product {number}", 1, 100 + number) for number in range(14)]
    first, _ = pages_of([sale("1", JANUARY.begin, *lines)])

    assert "Product 4" in first
    assert "Product 3 " not in first
    assert "4 other products" in first


def test_sums_beyond_any_float_are_shown_to_the_cent() -> None:
    first, second = pages_of([sale("1", JANUARY.begin, Line("X", "All of it", 1, 10**20 + 1))])

    assert "1,000,000,000,000,000,000.01" in first
    assert "1,000,000,000,000,000,000.01" in second


@pytest.mark.parametrize("period", [JANUARY, Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=99))])
def test_the_same_report_is_the_same_file(period: Period) -> None:
    figures = Figures("EUR")
    for one in daily(period):
        figures.take(one.day, one, DayDetail())
    files = [io.BytesIO(), io.BytesIO()]

    for file in files:
        Document("Again", period, figures, MADE_AT).write(file)

    assert files[0].getvalue() == files[1].getvalue()
