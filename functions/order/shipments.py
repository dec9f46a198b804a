"""Shipments: books the parcel of an order once a run, and withdraws it.

The same care as with payments: the carrier is given the run as its idempotency key, and the record follows.
Which carrier it is, `wiring` says.
"""

from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict

from functions.order.contract import Address
from functions.order.errors import Undone
from functions.order.records import Records

SHIPMENT: Final = "shipment"


class Shipment(BaseModel):
    """A parcel booked for one run of an order.

    Attributes:
        tracking: the carrier's tracking number.
    """

    model_config = ConfigDict(frozen=True)

    tracking: str


class Carrier(Protocol):
    """What the saga asks of a carrier. A call gives up well before the function's own timeout."""

    def book(self, key: str, ship_to: Address) -> str:
        """Book a parcel, once for each key whatever the number of calls.

        Returns:
            The tracking number.

        Raises:
            ShipmentRefused: the carrier does not deliver there; nothing was booked.
            Undone: the key's booking has been cancelled.
        """

    def cancel(self, key: str) -> None:
        """Cancel what was booked under the key; with nothing booked, bar the key for good."""


class Shipments:
    """The shipments of orders, as their own records show them.

    Args:
        records: the workflow's own table.
        carrier: who brings the parcel.
    """

    def __init__(self, records: Records, carrier: Carrier) -> None:
        self.records = records
        self.carrier = carrier

    def ship(self, run_key: str, ship_to: Address) -> Shipment:
        """Book this run's parcel, once; a repeat returns the same shipment.

        Raises:
            ShipmentRefused: as the carrier says.
            Undone: this run's shipment has been withdrawn, or barred.
        """
        standing = self.records.find(SHIPMENT, run_key)
        if standing is None:
            tracking = self.carrier.book(run_key, ship_to)
            # The record that stands may by now be a withdrawal's: that one reaches the carrier after it.
            standing = self.records.done(SHIPMENT, run_key, {"tracking": tracking})
        if standing.undone:
            raise Undone("the shipment of this run has been withdrawn")
        return Shipment(tracking=standing.facts["tracking"])

    def withdraw(self, run_key: str) -> None:
        """Cancel what this run has booked, known or not."""
        self.records.undo(SHIPMENT, run_key)
        self.carrier.cancel(run_key)
