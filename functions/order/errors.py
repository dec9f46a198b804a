"""Why an order can fail. Each class name is the error name the state machine sees.

Those that are permanent are named in `workflow.asl.json` as not worth a retry; everything else a step raises
is retried there. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from functions.offload.errors import PermanentError


class UnknownSku(PermanentError):
    """The order names an article that is not in the price list."""


class OutOfStock(PermanentError):
    """There are fewer pieces left than the order wants; nothing was reserved."""


class CardDeclined(PermanentError):
    """The payment provider refuses the card; nothing was charged."""


class ShipmentRefused(PermanentError):
    """The carrier does not deliver to this address; nothing was booked."""


class ApprovalRejected(PermanentError):
    """The person who was asked said no; nothing was charged."""


class ApprovalExpired(PermanentError):
    """Nobody said yes or no in time; nothing was charged."""


class ParcelLost(PermanentError):
    """The carrier has lost the parcel: the customer is refunded, the goods are written off."""


class ParcelReturned(PermanentError):
    """The parcel came back: the customer is refunded, the goods are on the shelf again."""


class DeliveryOverdue(PermanentError):
    """The carrier said nothing in time, which counts as lost."""


class Undone(PermanentError):
    """A forward step came after its own compensation: it must not take effect any more."""


class ProviderTimeout(Exception):
    """The payment provider gave no answer in time. The card may have been charged."""
