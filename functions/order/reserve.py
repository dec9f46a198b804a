"""Step `reserve`: sets the goods of an order aside, and says what they cost. Undone by `release`."""

from functions.offload.step import StepJob, step
from functions.order.inventory import Reservation
from functions.order.step_payloads import ToReserve
from functions.order.wiring import inventory, run_key

_inventory = inventory()


def reserve(job: StepJob, goods: ToReserve) -> Reservation:
    """Reserve all of the goods, or none."""
    return _inventory.reserve(run_key(job), goods.items, goods.currency)


handle = step(ToReserve, reserve)
