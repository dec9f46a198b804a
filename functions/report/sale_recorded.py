"""What another service sold, as its event `SaleRecorded` tells it, and the sale as the ledger has it.

A sale may be told of again with a higher revision, when it was corrected or refunded; the highest holds, in
whatever order they come.
"""

from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from functions.offload.store.timestamps import timestamp
from functions.report.sale import Line, Sale, SaleStatus


class _Read(BaseModel):
    """Takes fields it does not know, so that a service may add some, and converts no type."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class SoldLine(_Read):
    """One product of a sale; the amount is for all pieces together, in minor units."""

    product: str = Field(min_length=1, max_length=64)
    name: str = Field(min_length=1, max_length=200)
    quantity: int = Field(ge=1, le=1_000_000)
    amount: int = Field(ge=0, le=10**15)


class RecordedSale(_Read):
    """A sale, as the service that made it tells it; `id` is unique within that service.

    `owner` is whose sale it is, in whose reports it will be; without one it is the service's own.
    """

    id: str = Field(min_length=1, max_length=200)
    revision: int = Field(default=1, ge=1)
    owner: str = Field(default="", max_length=200)
    at: AwareDatetime
    status: Literal["completed", "refunded", "failed", "cancelled"] = "completed"
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    lines: list[SoldLine] = Field(min_length=1, max_length=200)


class SaleRecorded(_Read):
    """The detail of `SaleRecorded`, version 1; a version nobody here knows goes to the DLQ, to be seen."""

    version: Literal[1]
    sale: RecordedSale


def sale_of(source: str, recorded: RecordedSale) -> Sale:
    """The sale as the ledger has it.

    Args:
        source: the service that tells of it.
        recorded: what it tells.
    """
    return Sale(
        identity=f"sale/{source}/{recorded.id}",
        revision=recorded.revision,
        owner=recorded.owner or f"service:{source}",
        at=timestamp(recorded.at.timestamp()),
        status=SaleStatus(recorded.status),
        currency=recorded.currency,
        lines=tuple(Line(line.product, line.name, line.quantity, line.amount) for line in recorded.lines),
    )
