"""Delivery: how long an order waits for its carrier's word, and what follows from it.

A parcel that is lost, or of which nobody has heard in time, is paid back and its goods are written off. One
that comes back is paid back too, and its goods go on the shelf again.
"""

from typing import Final

from functions.offload.callback.asking import Asked
from functions.offload.callback.question import Fail, Reply, Succeed
from functions.order.contract import DeliveryReport
from functions.order.errors import DeliveryOverdue, ParcelLost, ParcelReturned

#: After that a carrier's own search for a parcel is over.
DELIVERY: Final = Asked("delivery", within_seconds=14 * 86_400, overdue=DeliveryOverdue)


def reply_to(report: DeliveryReport) -> Reply:
    """Return what the order that waits is told."""
    match report.status:
        case "delivered":
            return Succeed(output={"delivered": True})
        case "lost":
            return Fail(error=ParcelLost.__name__, cause=report.note or "the carrier has lost the parcel")
        case "returned":
            return Fail(error=ParcelReturned.__name__, cause=report.note or "the parcel came back")
