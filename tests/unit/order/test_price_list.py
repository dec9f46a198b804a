"""The price list that ships with the code."""

from typing import get_args

import pytest

from functions.order.contract import Currency, Item
from functions.order.errors import UnknownSku
from functions.order.price_list import read_price_list, total


def test_every_article_can_be_ordered_in_every_currency() -> None:
    for sku, article in read_price_list().items():
        assert Item(sku=sku, quantity=1).sku == sku
        assert set(article.prices) == set(get_args(Currency))
        assert all(price > 0 for price in article.prices.values())
        assert article.opening_stock > 0


def test_a_total_is_the_sum_of_prices_times_pieces() -> None:
    prices = read_price_list()
    items = [Item(sku="MUG-BLUE", quantity=4), Item(sku="TEAPOT-1L", quantity=1)]
    assert (
        total(prices, items, "EUR")
        == 4 * prices["MUG-BLUE"].prices["EUR"] + prices["TEAPOT-1L"].prices["EUR"]
    )


def test_every_unknown_article_is_named() -> None:
    with pytest.raises(UnknownSku, match="FORK, SPOON"):
        total(read_price_list(), [Item(sku="FORK", quantity=1), Item(sku="SPOON", quantity=1)], "EUR")
