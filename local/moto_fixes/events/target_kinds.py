"""The kinds of targets that events are brought to here, by the target's ARN.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from enum import StrEnum
from typing import Final


class TargetKind(StrEnum):
    """What a target can be."""

    QUEUE = "queue"
    FUNCTION = "function"
    STATE_MACHINE = "state machine"
    EVENT_BUS = "event bus"
    STREAM = "stream"
    TOPIC = "topic"
    LOG_GROUP = "log group"


#: By the ARN's service, and by how the resource's part begins.
_KINDS: Final = {
    ("sqs", ""): TargetKind.QUEUE,
    ("lambda", "function:"): TargetKind.FUNCTION,
    ("states", "stateMachine:"): TargetKind.STATE_MACHINE,
    ("events", "event-bus/"): TargetKind.EVENT_BUS,
    ("kinesis", "stream/"): TargetKind.STREAM,
    ("sns", ""): TargetKind.TOPIC,
    ("logs", "log-group:"): TargetKind.LOG_GROUP,
}


def target_kind(arn: str) -> TargetKind | None:
    """Return what kind of target an ARN names, None for one that events are not brought to here."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return None
    service, resource = parts[2], parts[5]
    for (kind_service, beginning), kind in _KINDS.items():
        if service == kind_service and resource.startswith(beginning):
            return kind
    return None
