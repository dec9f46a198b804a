"""From an event about a job to a message for each webhook that wants to hear of it.

The event may come twice: the message's id is made of the event's, so it is written once, and what is sent
twice to the queue is delivered once.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Final

from functions.offload.domain_events import JobEvent
from functions.webhooks.due import Due
from functions.webhooks.records import Records
from functions.webhooks.webhook import Message, Registered, State, Status

#: What the bus calls it, and what a webhook calls it.
TOLD: Final = {
    "SUCCEEDED": "job.succeeded",
    "FAILED": "job.failed",
    "CANCELLED": "job.cancelled",
}


def dispatch(
    event: JobEvent, status: str, records: Records, send: Callable[[Due], None], *, now: float
) -> int:
    """Write and queue a message for each webhook of the job's owner that wants it; return how many.

    Args:
        event: what happened.
        status: the job's, by which webhooks choose.
        records: the workload's own table.
        send: puts a message onto the queue.
        now: seconds since the epoch.
    """
    told = 0
    for webhook in records.webhooks(event.job.owner):
        if webhook.state is State.ACTIVE and webhook.wants(TOLD[status], event.job.type):
            message = _message(event, status, webhook)
            if not records.add(message, now=now):
                known = records.message(message.owner, message.webhook, message.id)
                if known is None or known.status is not Status.PENDING:
                    continue  # this event has been told already
            # Also when it was there: a crash between the two would else leave it unsent.
            send(Due(owner=webhook.owner, webhook=webhook.id, message=message.id))
            told += 1
    return told


def _message(event: JobEvent, status: str, webhook: Registered) -> Message:
    name = TOLD[status]
    at = datetime.fromisoformat(event.at)
    identity = hashlib.sha256(f"{event.id} {webhook.id}".encode()).hexdigest()[:20]
    body = {
        "type": name,
        "timestamp": event.at,
        "data": {
            "id": event.job.id,
            "type": event.job.type,
            "run": event.job.run,
            "status": status,
            "href": f"/jobs/{event.job.id}",
            "submitted_at": event.submitted_at,
        },
    }
    return Message(
        owner=webhook.owner,
        webhook=webhook.id,
        id=f"msg_{int(at.timestamp() * 1000):013d}_{identity}",
        event=name,
        body=json.dumps(body, separators=(",", ":"), ensure_ascii=False),
    )
