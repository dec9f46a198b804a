"""Works through a batch of SQS messages one by one, so that a failed one goes back alone.

Knows queues and time, not jobs.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsRecord
from functions.offload.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

#: A message stays in flight for 12 hours at most, so no delay can be longer.
MAX_VISIBILITY_SECONDS = 43_200


class Later(Exception):
    """The message goes back to its queue and becomes visible again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.1f} s")
        self.seconds = min(max(math.ceil(seconds), 0), MAX_VISIBILITY_SECONDS)


def work_through(
    event: SqsEvent,
    context: Context,
    process: Callable[[SqsRecord], None],
    *,
    sqs: "SQSClient",
    queue_url: str,
    reserve_seconds: float,
) -> BatchAnswer:
    """Process each record and say which go back.

    A record goes back when `process` raises: after the given time for Later, after the queue's visibility
    timeout for anything else. Once one record of a FIFO message group goes back, the rest of its group do
    too, untouched.

    Args:
        event: the batch.
        context: tells how much time is left.
        process: does one record; returning means that it can be deleted.
        sqs: a client of SQS.
        queue_url: the queue the records came from.
        reserve_seconds: with less time than this left no further record is begun; the rest go back at once.
    """
    failed: list[SqsRecord] = []
    blocked: set[str] = set()
    for record in event["Records"]:
        group = record["attributes"].get("MessageGroupId")
        try:
            if group is not None and group in blocked:
                raise Later(0)
            if context.get_remaining_time_in_millis() < reserve_seconds * 1000:
                raise Later(0)
            process(record)
        except Later as later:
            failed.append(record)
            sqs.change_message_visibility(
                QueueUrl=queue_url,
                ReceiptHandle=record["receiptHandle"],
                VisibilityTimeout=int(later.seconds),
            )
        except Exception:  # noqa: BLE001 - the message goes back, and its neighbours are not to suffer
            logger.exception("a message could not be processed", extra={"message_id": record["messageId"]})
            failed.append(record)
        if failed and failed[-1] is record and _is_fifo(queue_url) and group is not None:
            blocked.add(group)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in failed]}


def _is_fifo(queue_url: str) -> bool:
    return queue_url.endswith(".fifo")
