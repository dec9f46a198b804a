"""moto takes attributes of queues that SQS refuses, and drops or erases some.

moto 5.2.5, `sqs/models.py: Queue._set_attributes`: any name and nearly any value is taken; a change that does
not speak of the policy erases it; RedriveAllowPolicy is unknown to `get_queue_attributes`. What a policy of
redrive says of other queues is checked in `redrive_policies.py`. Can go when moto checks what SQS's
documentation says.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

import json
from collections.abc import Mapping
from typing import Final

from moto.sqs.exceptions import InvalidAttributeName, InvalidAttributeValue

#: Least and most, in seconds or bytes.
_RANGES: Final = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1_024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}

_CHOICES: Final = {
    "ContentBasedDeduplication": ("true", "false"),
    "DeduplicationScope": ("messageGroup", "queue"),
    "FifoThroughputLimit": ("perQueue", "perMessageGroupId"),
    "SqsManagedSseEnabled": ("true", "false"),
}

_DOCUMENTS: Final = ("Policy", "RedrivePolicy", "RedriveAllowPolicy")

_FIFO_ONLY: Final = ("FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit")

_NAMES: Final = {*_RANGES, *_CHOICES, *_DOCUMENTS, "FifoQueue", "KmsMasterKeyId"}


def check(attributes: Mapping[str, object], *, fifo: bool) -> None:
    """Raise SQS's error for an attribute that a queue, FIFO or not, may not be given."""
    for name, given in attributes.items():
        if name not in _NAMES or (name in _FIFO_ONLY and not fifo):
            raise InvalidAttributeName(name)
        if not _is_valid(name, str(given).lower() if isinstance(given, bool) else str(given)):
            raise InvalidAttributeValue(name)


def is_same(one: object, other: object) -> bool:
    """Tell whether two spellings of an attribute's value say the same."""
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    text = "" if value is None else str(value)
    if not _is_json_object(text):
        return text.lower()
    return {
        key: part if isinstance(part, list | dict) else str(part) for key, part in json.loads(text).items()
    }


def _is_valid(name: str, value: str) -> bool:
    if name in _RANGES:
        least, most = _RANGES[name]
        return value.isdecimal() and least <= int(value) <= most
    if name in _CHOICES:
        return value in _CHOICES[name]
    if name in _DOCUMENTS:
        return not value or _is_json_object(value)
    return name != "FifoQueue" or value == "true"


def _is_json_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
