"""Money as it is written: exact, with the decimals its currency has."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.report.money import decimals, grouped, plain


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (0, "EUR", "0.00"),
        (5, "EUR", "0.05"),
        (123450, "USD", "1,234.50"),
        (123450, "JPY", "123,450"),
        (1234567, "KWD", "1,234.567"),
        (-5, "EUR", "-0.05"),
        (10**24 + 1, "EUR", "10,000,000,000,000,000,000,000.01"),
    ],
)
def test_a_person_reads_groups_of_three(amount: int, currency: str, written: str) -> None:
    assert grouped(amount, currency) == written


@given(st.integers(-(10**24), 10**24), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_a_program_reads_the_very_amount(amount: int, currency: str) -> None:
    assert Decimal(plain(amount, currency)).scaleb(decimals(currency)) == amount
