"""What became of an `order` job, as the kit's own events tell it, and the sale that it is.

An order counts on the day it was submitted, in every run; of two events the one with the higher `sequence`
holds. So a retry turns a failed order into a completed one, whichever event comes first.
"""

from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from functions.offload.errors import PermanentError
from functions.offload.store.timestamps import timestamp
from functions.report.sale import Line, Sale, SaleStatus

_BECAME: Final = {
    "SUCCEEDED": SaleStatus.COMPLETED,
    "FAILED": SaleStatus.FAILED,
    "CANCELLED": SaleStatus.CANCELLED,
}


class NoTotal(PermanentError):
    """An order is said to have succeeded, and not for how much."""


class _Read(BaseModel):
    """Takes fields it does not know: of an event a subscriber reads what it needs."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class OrderJob(_Read):
    """Which job it is."""

    owner: str
    id: str


class OrderResult(_Read):
    """What an order came to: the total, in minor units of the currency."""

    total: int = Field(ge=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")


class OrderEnded(_Read):
    """The detail of `JobSucceeded`, `JobFailed` and `JobCancelled`, version 1, of an order."""

    version: Literal[1]
    sequence: int
    submitted_at: AwareDatetime
    job: OrderJob
    status: Literal["SUCCEEDED", "FAILED", "CANCELLED"]
    result: OrderResult | None = None


def sale_of(ended: OrderEnded) -> Sale:
    """The sale that an order is; what its lines were, its events do not say.

    Raises:
        NoTotal: it succeeded, and the event has no result.
    """
    if ended.status == "SUCCEEDED" and ended.result is None:
        raise NoTotal(f"the event of {ended.job.id} has no result")
    total, currency = (ended.result.total, ended.result.currency) if ended.result is not None else (0, "")
    return Sale(
        identity=f"job/{ended.job.owner}/{ended.job.id}",
        revision=ended.sequence,
        owner=ended.job.owner,
        at=timestamp(ended.submitted_at.timestamp()),
        status=_BECAME[ended.status],
        currency=currency,
        lines=(Line("order", "Orders placed here", 1, total),),
    )
