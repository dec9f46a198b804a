"""Step `reserve`: sets the goods of an order aside, and says what they cost. Undone by `release`."""

from functions.offload.step import StepJob, step
from functions.order.approval import needs_approval
from functions.order.inventory import Reservation
from functions.order.step_payloads import ToReserve
from functions.order.wiring import inventory, run_key

_inventory = inventory()


class Reserved(Reservation):
    """A reservation, and whether a person has to approve of what it costs."""

    needs_approval: bool


def reserve(job: StepJob, goods: ToReserve) -> Reserved:
    """Reserve all of the goods, or none."""
    reservation = _inventory.reserve(run_key(job), goods.items, goods.currency)
    asks = needs_approval(reservation.total, reservation.currency)
    return Reserved(**reservation.model_dump(), needs_approval=asks)


handle = step(ToReserve, reserve)
