"""Makes parcels of what buckets tell of their objects.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
"""

from local.engine.events.delivery import Delivery
from local.engine.events.parcel import Parcel
from local.hub import Hub
from local.moto_fixes.s3.notices import Notice


class ObjectNotices:
    """Sends buckets' notices on their way.

    Args:
        hub: gives the time.
        delivery: brings parcels.
    """

    def __init__(self, hub: Hub, delivery: Delivery) -> None:
        self._hub = hub
        self._delivery = delivery

    def deliver(self, notice: Notice) -> None:
        """Send a notice on its way; it does not wait."""
        parcel = Parcel(
            target=notice.destination,
            input=notice.body,
            sent=self._hub.now(),
            principal="s3.amazonaws.com",
            source=notice.bucket,
        )
        self._delivery.start(parcel)
