"""The handler of the ledger: hears that a job has succeeded, and counts it on its owner's account."""

import os

from functions.messaging.usage import Book, Use
from functions.messaging.versions import AnyVersion, understood
from functions.offload.aws import client
from functions.offload.domain_events import JobSucceeded
from functions.offload.subscriber import Event, subscriber
from functions.offload.telemetry import count, logger

_book = Book(client("dynamodb"), os.environ["OWN_TABLE"])


def enter(event: Event[AnyVersion]) -> None:
    """Enter the job into the book, unless its event is there."""
    told = understood(event, JobSucceeded)
    if told is None:
        return
    use = Use(event=told.id, account=told.job.owner, month=told.at[: len("2030-01")], type=told.job.type)
    if _book.enter(use):
        count("JobCounted", type=use.type)
    else:
        logger.info("a duplicate", extra={"event": told.id})
        count("Duplicate")


handle = subscriber(AnyVersion, enter)
