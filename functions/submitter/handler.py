"""The Lambda handler of the submitter: SubmitJob events and schedules' firings, by way of a queue.

What can become no job lies in the DLQ with the reason, and its sender hears SubmissionRejected on the bus.
"""

import os
from pathlib import Path

from functions.offload.aws import client
from functions.offload.bus import Bus, Entry
from functions.offload.consumer import Delivery, consumer
from functions.offload.queues import Queue
from functions.offload.submission_events import SOURCE, SubmissionRejected
from functions.offload.telemetry import count, logger
from functions.submitter.deliveries import Delivered, SubmitEvent
from functions.submitter.errors import SubmissionRefused
from functions.submitter.job_types import JobTypes
from functions.submitter.submission import Submitter

_FILE = Path(os.environ["LAMBDA_TASK_ROOT"]) / "functions/submitter/job_types.json"

_submitter = Submitter(JobTypes.read(_FILE), Queue(client("sqs"), os.environ["INTAKE_QUEUE_URL"]))
_bus = Bus(client("events"), os.environ["EVENT_BUS"])


def submit(delivered: Delivered, delivery: Delivery) -> None:  # noqa: ARG001 - how it came does not matter
    """Make a submission of a message, or say why there is none."""
    message = delivered.root
    try:
        wish = message.wish()
        _submitter.submit(wish)
    except SubmissionRefused as refused:
        if isinstance(message, SubmitEvent):
            _say(message, refused)
        raise
    logger.info("submitted", extra={"job": f"{wish.owner}/{wish.id}", "type": wish.type})
    count("Submitted", type=wish.type)


def _say(event: SubmitEvent, refused: SubmissionRefused) -> None:
    """Tell the sender. Raises NotTaken, and the message comes back."""
    asked, key = event.detail.get("type"), event.detail.get("idempotency_key")
    rejected = SubmissionRejected(
        event=event.id,
        source=event.source,
        type=asked if isinstance(asked, str) else None,
        idempotency_key=key if isinstance(key, str) else None,
        reason=type(refused).__name__,
        message=str(refused)[:1000],
    )
    _bus.put_all([Entry(SOURCE, "SubmissionRejected", rejected.model_dump_json())])


handle = consumer(Delivered, submit)
