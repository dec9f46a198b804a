"""The worker of `closing`: puts an event for each account of a month that asks for its statement.

It submits as any other service would: no URL, no signature, an event on the bus. The key names account and
month, so that a closing that is repeated, or dies half-way, makes each statement once.
"""

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta

from functions.messaging.contract import Closing
from functions.messaging.usage import Book
from functions.offload.aws import client
from functions.offload.bus import Bus, Entry
from functions.offload.errors import PermanentError
from functions.offload.job import Job
from functions.offload.submission_events import SubmitJob
from functions.offload.worker import worker

#: The name under which this service puts events; its jobs belong to `service:accounting`.
SOURCE = "accounting"

_book = Book(client("dynamodb"), os.environ["OWN_TABLE"])
_bus = Bus(client("events"), os.environ["EVENT_BUS"])


class MonthNotOver(PermanentError):
    """There may be more jobs in it: it is closed when it is over."""


class OnlyForServices(PermanentError):
    """A month is closed by the schedule, or by another service's event; over HTTP by nobody."""


def close(job: Job, closing: Closing) -> dict[str, object]:
    """Ask for the statements of a month; return for how many accounts."""
    if not job.ref.owner.startswith("service:"):
        raise OnlyForServices("a month is not yours to close")
    today = datetime.fromtimestamp(time.time(), UTC)
    month = closing.month or f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    if month >= f"{today:%Y-%m}":
        raise MonthNotOver(f"{month} is not over")
    wishes = [_wish(account, month) for account in _book.accounts(month)]
    _bus.put_all(Entry(SOURCE, "SubmitJob", wish.model_dump_json()) for wish in wishes)
    return {"month": month, "accounts": len(wishes)}


def _wish(account: str, month: str) -> SubmitJob:
    digest = hashlib.sha256(account.encode()).hexdigest()[:32]
    return SubmitJob(
        type="statement",
        payload={"account": account, "month": month},
        idempotency_key=f"{month}-{digest}",
    )


handle = worker(Closing, close)
