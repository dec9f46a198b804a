"""The consumer of the queue `notifications`: puts each notice into its recipient's inbox.

Here a team sends a push or a mail for what arrives LOUD; the inbox itself stays as it is.
"""

from functions.feed.inbox import Inbox
from functions.feed.notices import Notice
from functions.feed.wiring import table
from functions.offload.consumer import Delivery, consumer
from functions.offload.telemetry import count

_inbox = Inbox(table())


def notify(notice: Notice, _: Delivery) -> None:
    """Put the notice into the inbox, once."""
    arrival = _inbox.put(notice)
    count("NotificationArrived", kind=notice.kind, arrival=arrival)


handle = consumer(Notice, notify)
