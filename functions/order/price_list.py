"""The price list: what the shop sells, at which price, and how many pieces it opened with.

It is deployed with the code (`price_list.json`), not seeded: an article's stock record comes into being in
the first reservation that names it. So a fresh deployment, and a fresh local stack, can sell at once.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from functions.order.contract import Currency, Item
from functions.order.errors import UnknownSku


@dataclass(frozen=True)
class Article:
    """One line of the price list.

    Attributes:
        name: what a person calls it.
        opening_stock: pieces on the shelf before the first reservation.
        prices: by currency, in minor units (cents, pence), for one piece.
    """

    name: str
    opening_stock: int
    prices: Mapping[Currency, int]


#: Articles by SKU.
PriceList = Mapping[str, Article]


def read_price_list() -> PriceList:
    """Read the price list that lies beside this module."""
    lines = json.loads(Path(__file__).with_name("price_list.json").read_text(encoding="utf-8"))
    return MappingProxyType({sku: Article(**line) for sku, line in lines.items()})


def total(prices: PriceList, items: list[Item], currency: Currency) -> int:
    """What the items cost together, in minor units of the currency.

    Raises:
        UnknownSku: naming every SKU that is not for sale.
    """
    unknown = [item.sku for item in items if item.sku not in prices]
    if unknown:
        raise UnknownSku(f"not in the price list: {', '.join(unknown)}")
    return sum(prices[item.sku].prices[currency] * item.quantity for item in items)
