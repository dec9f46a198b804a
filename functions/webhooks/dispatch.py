"""The handler that hears of ended jobs, and queues a message for each webhook that wants to know."""

import time

from functions.offload.domain_events import JobEvent
from functions.offload.subscriber import Event, subscriber
from functions.offload.telemetry import count
from functions.webhooks.dispatching import TOLD, dispatch
from functions.webhooks.due import Due
from functions.webhooks.environment import deliveries, records

_records, _deliveries = records(), deliveries()


class JobEnded(JobEvent):
    """Any end of a job; how it ended is all that differs."""

    status: str


def hear(event: Event[JobEnded]) -> None:
    """Tell the webhooks of the job's owner."""
    ended = event.detail
    if ended.status in TOLD:
        for _ in range(dispatch(ended, ended.status, _records, _send, now=time.time())):
            count("MessageQueued", event=TOLD[ended.status])


def _send(due: Due) -> None:
    # Fair among webhooks: one that is slow does not hold up the others.
    _deliveries.send(due, group=f"{due.owner}.{due.webhook}", once=due.message)


handle = subscriber(JobEnded, hear)
