"""Step `ship`: books the parcel. Undone by `withdraw`."""

from functions.offload.step import StepJob, step
from functions.order.shipments import Shipment
from functions.order.step_payloads import ToShip
from functions.order.wiring import run_key, shipments

_shipments = shipments()


def ship(job: StepJob, parcel: ToShip) -> Shipment:
    """Book the parcel, once for this run."""
    return _shipments.ship(run_key(job), parcel.ship_to)


handle = step(ToShip, ship)
