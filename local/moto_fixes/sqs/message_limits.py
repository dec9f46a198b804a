"""moto takes messages that SQS refuses.

moto 5.2.5, `sqs/models.py: SQSBackend._validate_message`: group and deduplication ids over 128 characters
or with spaces in them, bodies with characters outside XML's, sizes counted in characters and without
attributes. Can go when moto checks what SQS's documentation says.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
"""

import re
from collections.abc import Mapping
from typing import Any

from moto.sqs.constants import MAXIMUM_MESSAGE_LENGTH
from moto.sqs.exceptions import InvalidParameterValue, MissingParameter, SQSException

from local.moto_fixes.sqs import message_attributes

#: The most a message, and all messages of a batch together, may hold: 1 MiB, attributes included.
LARGEST_REQUEST_BYTES = MAXIMUM_MESSAGE_LENGTH
LONGEST_DELAY_SECONDS = 900

_ID = re.compile(r"[!-~]{1,128}")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class InvalidMessageContents(SQSException):
    """The body has characters outside those SQS keeps."""

    def __init__(self) -> None:
        super().__init__(
            "InvalidMessageContents",
            "Invalid characters found. Valid unicode characters are "
            "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
        )


def size(body: str, attributes: Mapping[str, Mapping[str, Any]]) -> int:
    """Return what a message counts for, in bytes: its body and its attributes' names, types and values."""
    total = len(body.encode())
    for name, attribute in attributes.items():
        value = attribute.get("StringValue") or attribute.get("BinaryValue") or b""
        total += len(name.encode()) + len(attribute["DataType"].encode())
        total += len(value.encode() if isinstance(value, str) else value)
    return total


def check_contents(body: str, attributes: Mapping[str, Mapping[str, Any]], *, largest_bytes: int) -> None:
    """Raise SQS's error for a body or attributes it refuses; `largest_bytes` is the queue's own limit."""
    if not body:
        raise MissingParameter("MessageBody")
    if _FORBIDDEN.search(body):
        raise InvalidMessageContents
    message_attributes.check(attributes)
    if size(body, attributes) > largest_bytes:
        raise InvalidParameterValue(
            f"One or more parameters are invalid. Reason: Message must be shorter than {largest_bytes} bytes."
        )


def check_system_attributes(attributes: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise SQS's error for system attributes it refuses: there is AWSTraceHeader alone, a text."""
    for name, attribute in attributes.items():
        if name != "AWSTraceHeader" or attribute["DataType"] != "String":
            raise InvalidParameterValue(f"Message system attribute name '{name}' or its type is invalid.")


def check_delay(delay: int | None, *, fifo: bool) -> None:
    """Raise SQS's error for a delay (in seconds) it refuses; a FIFO queue's messages have none of their
    own.
    """
    if fifo and delay:
        raise InvalidParameterValue(
            f"Value {delay} for parameter DelaySeconds is invalid. "
            "Reason: The request include parameter that is not valid for this queue type."
        )
    if delay is not None and not 0 <= delay <= LONGEST_DELAY_SECONDS:
        raise InvalidParameterValue(
            f"Value {delay} for parameter DelaySeconds is invalid. "
            f"Reason: DelaySeconds must be >= 0 and <= {LONGEST_DELAY_SECONDS}."
        )


def check_ids(group: str | None, deduplication_id: str | None, *, fifo: bool, content_based: bool) -> None:
    """Raise SQS's error for ids it refuses.

    A group is asked for by FIFO queues and taken by standard ones (fair queues); a deduplication id is for
    FIFO queues alone, which make one of the content where they are told to.
    """
    if group is not None:
        _check_id("MessageGroupId", group)
    elif fifo:
        raise MissingParameter("MessageGroupId")
    if deduplication_id is not None:
        if not fifo:
            raise InvalidParameterValue(
                f"Value {deduplication_id} for parameter MessageDeduplicationId is invalid. "
                "Reason: The request includes a parameter that is not valid for this queue type."
            )
        _check_id("MessageDeduplicationId", deduplication_id)
    elif fifo and not content_based:
        raise InvalidParameterValue(
            "The queue should either have ContentBasedDeduplication enabled "
            "or MessageDeduplicationId provided explicitly"
        )


def _check_id(parameter: str, value: str) -> None:
    if not _ID.fullmatch(value):
        raise InvalidParameterValue(
            f"Value {value} for parameter {parameter} is invalid. Reason: {parameter} can only include "
            "alphanumeric and punctuation characters. 1 to 128 in length."
        )
