"""The sandbox carrier: no parcel moves, and the postcode decides what happens.

| postcode | what the carrier does |
| --- | --- |
| `REFUSE` | refuses the address |
| `REFUSE-ONCE` | refuses the first run that ships to this address; a retry, being a new run, passes |
| any other | books the parcel |

It keeps its bookings in the workflow's table, under its own name, as a real carrier keeps them on its side.
"""

from typing import Final

from functions.order.contract import Address
from functions.order.errors import ShipmentRefused, Undone
from functions.order.records import Records
from functions.order.references import reference

BOOKING: Final = "sandbox-booking"
REFUSAL: Final = "sandbox-refusal"


class SandboxCarrier:
    """A `Carrier` for tests, local runs and demonstrations.

    Args:
        records: where the sandbox remembers its bookings.
    """

    def __init__(self, records: Records) -> None:
        self.records = records

    def book(self, key: str, ship_to: Address) -> str:
        """Book as the postcode says; see the table above."""
        if self._refuses(key, ship_to):
            raise ShipmentRefused(f"the carrier does not deliver to {ship_to.postcode}")
        standing = self.records.done(BOOKING, key, {"tracking": reference("trk", key)})
        if standing.undone:
            raise Undone("the carrier has cancelled this key")
        return standing.facts["tracking"]

    def cancel(self, key: str) -> None:
        """Strike the booking out, or bar the key."""
        self.records.undo(BOOKING, key)

    def _refuses(self, key: str, ship_to: Address) -> bool:
        if ship_to.postcode != "REFUSE-ONCE":
            return ship_to.postcode == "REFUSE"
        first = self.records.done(REFUSAL, reference("adr", ship_to.model_dump_json()), {"key": key})
        return first.facts["key"] == key
