"""moto lets any queue name any other as its dead-letter queue, any number of receives later.

moto 5.2.5, `sqs/models.py: Queue._setup_dlq`, refuses a queue that does not exist with another error than
SQS, and a FIFO dead-letter queue of a standard queue not at all; nothing reads RedriveAllowPolicy. Can go
when moto checks what SQS's documentation says.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from moto.sqs.exceptions import InvalidParameterValue
from moto.sqs.models import Queue

MOST_RECEIVES: Final = 1_000
MOST_SOURCES: Final = 10


class RedrivePermission(StrEnum):
    """Who may name a queue as their dead-letter queue."""

    ALLOW_ALL = "allowAll"
    DENY_ALL = "denyAll"
    BY_QUEUE = "byQueue"


def check_redrive(text: str, *, source_arn: str, queues: Mapping[str, Queue]) -> None:
    """Raise SQS's error for a RedrivePolicy it refuses.

    Args:
        text: the policy, JSON; empty for none.
        source_arn: the queue that is to have it.
        queues: those of the same account and region, by name.
    """
    policy = json.loads(text) if text else {}
    if not policy:
        return
    target, receives = policy.get("deadLetterTargetArn"), policy.get("maxReceiveCount")
    if target is None or receives is None:
        missing = "deadLetterTargetArn" if target is None else "maxReceiveCount"
        raise _refused(
            "RedrivePolicy", text, f"Redrive policy does not contain mandatory attribute: {missing}."
        )
    if not str(receives).isdecimal() or not 1 <= int(receives) <= MOST_RECEIVES:
        raise _refused(
            "RedrivePolicy",
            text,
            f"Invalid value for maxReceiveCount: {receives}, "
            f"valid values are from 1 to {MOST_RECEIVES} both inclusive.",
        )
    dlq = next((queue for queue in queues.values() if queue.queue_arn == target), None)
    if str(target).endswith(".fifo") != source_arn.endswith(".fifo"):
        raise _refused("RedrivePolicy", text, "Dead-letter queue must be same type of queue as the source.")
    if dlq is None:
        raise _refused("RedrivePolicy", text, "Dead letter target does not exist.")
    if not _allows(dlq, source_arn):
        raise _refused("RedrivePolicy", text, "The dead-letter queue's RedriveAllowPolicy denies this queue.")


def check_redrive_allow(text: str) -> None:
    """Raise SQS's error for a RedriveAllowPolicy it refuses; `text` is JSON, empty for none."""
    policy = json.loads(text) if text else {}
    if not policy:
        return
    permission, sources = policy.get("redrivePermission"), policy.get("sourceQueueArns")
    if permission not in set(RedrivePermission):
        raise _refused("RedriveAllowPolicy", text, "redrivePermission is allowAll, denyAll or byQueue.")
    if permission != RedrivePermission.BY_QUEUE and sources is not None:
        raise _refused("RedriveAllowPolicy", text, "sourceQueueArns go with the permission byQueue.")
    if permission == RedrivePermission.BY_QUEUE and not (
        isinstance(sources, list) and 1 <= len(sources) <= MOST_SOURCES
    ):
        raise _refused("RedriveAllowPolicy", text, f"byQueue goes with 1 to {MOST_SOURCES} sourceQueueArns.")


def _allows(dlq: Queue, source_arn: str) -> bool:
    text: str | None = getattr(dlq, "redrive_allow_policy", None)
    policy: Mapping[str, Any] = json.loads(text) if text else {}
    match policy.get("redrivePermission"):
        case RedrivePermission.DENY_ALL:
            return False
        case RedrivePermission.BY_QUEUE:
            return source_arn in policy["sourceQueueArns"]
        case _:
            return True


def _refused(parameter: str, value: str, reason: str) -> InvalidParameterValue:
    return InvalidParameterValue(f"Value {value} for parameter {parameter} is invalid. Reason: {reason}")
