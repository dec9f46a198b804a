"""Figures: what a report says of a period, added up sale by sale, in whole minor units.

What is kept grows with the days and the products of a period, never with its sales.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from functions.report.errors import TooManyProducts
from functions.report.sale import Line, Sale, SaleStatus

K = TypeVar("K")

#: About 40 MB of figures.
MAX_PRODUCTS: Final = 100_000


@dataclass(slots=True)
class Tally:
    """A number of sales, the pieces in them, and their money in minor units."""

    sales: int = 0
    quantity: int = 0
    amount: int = 0

    def add(self, lines: Iterable[Line]) -> None:
        """Count a sale with these lines."""
        self.sales += 1
        for line in lines:
            self.quantity += line.quantity
            self.amount += line.amount


@dataclass(slots=True)
class NamedTally(Tally):
    """The tally of one product; `name` is the one it was last sold under."""

    name: str = ""


#: The tallies of one day: by product and by what became of the sales.
DayDetail = dict[tuple[str, SaleStatus], NamedTally]


@dataclass
class Figures:
    """The figures of a period in one currency.

    Attributes:
        currency: ISO 4217.
        by_status: everything.
        by_day: what became of each day's sales; days without sales are not in it.
        by_hour: what completed sales brought in each hour of the day, all days together.
        by_product: completed sales only.
        elsewhere: how many sales were made in other currencies.
    """

    currency: str
    by_status: dict[SaleStatus, Tally] = field(
        default_factory=lambda: {status: Tally() for status in SaleStatus}
    )
    by_day: dict[date, dict[SaleStatus, Tally]] = field(default_factory=dict)
    by_hour: list[int] = field(default_factory=lambda: [0] * 24)
    by_product: dict[str, NamedTally] = field(default_factory=dict)
    elsewhere: Counter[str] = field(default_factory=Counter)

    @property
    def completed(self) -> Tally:
        """What was sold, and stayed sold."""
        return self.by_status[SaleStatus.COMPLETED]

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened in the currency."""
        return not self.by_day

    def take(self, day: date, sale: Sale, detail: DayDetail) -> None:
        """Count a sale; one in another currency is noted, and no more.

        Args:
            day: the day it was made.
            sale: the sale.
            detail: that day's tallies by product, which grow along.

        Raises:
            TooManyProducts: there are more than MAX_PRODUCTS.
        """
        if sale.currency not in ("", self.currency):
            self.elsewhere[sale.currency] += 1
            return
        self.by_status[sale.status].add(sale.lines)
        self.by_day.setdefault(day, {}).setdefault(sale.status, Tally()).add(sale.lines)
        if sale.status is SaleStatus.COMPLETED:
            self.by_hour[sale.hour] += sum(line.amount for line in sale.lines)
        for product, lines in _by_product(sale.lines).items():
            _named(detail, (product, sale.status), lines).add(lines)
            if sale.status is SaleStatus.COMPLETED:
                _named(self.by_product, product, lines).add(lines)
        if max(len(self.by_product), len(detail)) > MAX_PRODUCTS:
            raise TooManyProducts(f"more than {MAX_PRODUCTS:,} products were sold; ask for a shorter period")

    def of_day(self, day: date, status: SaleStatus = SaleStatus.COMPLETED) -> Tally:
        """The tally of a day, empty for one without sales."""
        return self.by_day.get(day, {}).get(status, Tally())

    def products(self) -> list[tuple[str, NamedTally]]:
        """The products, those that brought most first."""
        return sorted(self.by_product.items(), key=lambda item: (-item[1].amount, item[0]))


def _by_product(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.product, []).append(line)
    return found


def _named(tallies: dict[K, NamedTally], key: K, lines: list[Line]) -> NamedTally:
    tally = tallies.setdefault(key, NamedTally())
    tally.name = lines[-1].name
    return tally
