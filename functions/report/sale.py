"""A sale as the ledger knows it, whoever told of it. Pure domain: no events, no table."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SaleStatus(StrEnum):
    """What became of a sale."""

    COMPLETED = "completed"
    REFUNDED = "refunded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Line:
    """One product of a sale.

    Attributes:
        product: its number in the shop.
        name: what a person calls it.
        quantity: pieces.
        amount: for all pieces together, in minor units of the sale's currency.
    """

    product: str
    name: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale, or an order that came to nothing.

    Attributes:
        identity: the same for all that is told of this sale, however often.
        revision: of two tellings the one with the higher revision holds.
        owner: whose sale it is.
        at: when it was made: ISO 8601, UTC, with milliseconds, as the kit writes instants.
        status: what became of it.
        currency: ISO 4217; empty where nothing was ever to be paid.
        lines: what was sold.
    """

    identity: str
    revision: int
    owner: str
    at: str
    status: SaleStatus
    currency: str
    lines: tuple[Line, ...]

    @property
    def day(self) -> date:
        """The day it was made, in UTC."""
        return date.fromisoformat(self.at[:10])

    @property
    def hour(self) -> int:
        """The hour it was made, in UTC, 0 to 23."""
        return int(self.at[11:13])
