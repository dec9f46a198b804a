"""The figures of a period are what an independent count says."""

from datetime import date
from itertools import groupby

import pytest
from hypothesis import given

from functions.report import figures as module
from functions.report.errors import TooManyProducts
from functions.report.figures import DayDetail, Figures
from functions.report.sale import Line, Sale, SaleStatus
from tests.unit.report.some_sales import MUG, SALES, TEAPOT, sale


def counted(sales: list[Sale]) -> tuple[Figures, dict[date, DayDetail]]:
    figures, details = Figures("EUR"), {}
    for day, sold in groupby(sales, key=lambda one: one.day):
        details[day] = DayDetail()
        for one in sold:
            figures.take(day, one, details[day])
    return figures, details


@given(SALES)
def test_each_amount_is_counted_once_in_every_view(sales: list[Sale]) -> None:
    figures, details = counted(sales)

    ours = [one for one in sales if one.currency != "USD"]
    for status in SaleStatus:
        amount = sum(line.amount for one in ours if one.status is status for line in one.lines)
        assert figures.by_status[status].amount == amount
        assert sum(figures.of_day(day, status).amount for day in details) == amount
        assert amount == sum(
            tally.amount for detail in details.values() for (_, was), tally in detail.items() if was is status
        )
    sold = figures.completed.amount
    assert sum(tally.amount for tally in figures.by_product.values()) == sum(figures.by_hour) == sold
    assert sum(tally.sales for tally in figures.by_status.values()) == len(ours)
    assert sum(figures.elsewhere.values()) == len(sales) - len(ours)


def test_a_sale_counts_once_for_a_product_it_has_on_two_lines() -> None:
    figures, details = counted([sale("1", "2026-01-14T10:00:00.000Z", MUG, MUG, TEAPOT)])

    tally = details[date(2026, 1, 14)]["MUG", SaleStatus.COMPLETED]
    assert (tally.sales, tally.quantity, tally.amount) == (1, 4, 5000)
    assert [product for product, _ in figures.products()] == ["MUG", "POT"]


def test_a_product_goes_by_the_name_it_was_last_sold_under() -> None:
    renamed = Line("MUG", "Mug, navy", 1, 1250)
    figures, _ = counted([sale("1"), sale("2", "2026-01-20T08:00:00.000Z", renamed)])

    assert figures.by_product["MUG"].name == "Mug, navy"


def test_more_products_than_memory_has_room_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PRODUCTS", 1)

    with pytest.raises(TooManyProducts, match="shorter period"):
        counted([sale("1", "2026-01-14T10:00:00.000Z", MUG, TEAPOT)])
