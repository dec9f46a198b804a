"""Sums and days, as a mail writes them."""

import pytest

from functions.email.wording import day, money


@pytest.mark.parametrize(
    ("minor_units", "currency", "written"),
    [(0, "EUR", "€0.00"), (5, "GBP", "£0.05"), (123_456, "USD", "$1,234.56")],
)
def test_a_sum_has_its_sign_and_two_decimals(minor_units: int, currency: str, written: str) -> None:
    assert money(minor_units, currency) == written


def test_a_day_is_written_out_and_what_is_no_day_stays() -> None:
    assert day("2030-05-01") == "1 May 2030"
    assert day("2030-02-31") == "2030-02-31"
