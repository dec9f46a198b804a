"""SQS messages in the form a function gets them, and how many of them go into one event.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import base64
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageAttributeValueOutputTypeDef, MessageTypeDef

#: The largest event a function is invoked with, in bytes.
LARGEST_EVENT: Final = 6 * 1024 * 1024

_FRAME = b'{"Records": [%s]}'
_BETWEEN = b", "


def record(message: "MessageTypeDef", *, queue_arn: str) -> dict[str, object]:
    """Return the record for a message that was received with all its attributes."""
    attributes = message.get("MessageAttributes", {})
    fields: dict[str, object] = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {name: _attribute(value) for name, value in attributes.items()},
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }
    if attributes:
        fields["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    return fields


def in_json(message: "MessageTypeDef", *, queue_arn: str) -> bytes:
    """Return the record for a message as JSON."""
    return json.dumps(record(message, queue_arn=queue_arn), ensure_ascii=False).encode()


def event(records: Sequence[bytes]) -> bytes:
    """Return the event with `records`, each JSON."""
    return _FRAME % _BETWEEN.join(records)


def fitting(records: Sequence[bytes]) -> int:
    """Return how many of `records`, from the first, an event takes: at least one."""
    size = len(_FRAME)
    for count, text in enumerate(records):
        size += len(text) + len(_BETWEEN)
        if size > LARGEST_EVENT and count:
            return count
    return len(records)


def _attribute(value: "MessageAttributeValueOutputTypeDef") -> dict[str, object]:
    attribute: dict[str, object] = {
        "stringListValues": [],
        "binaryListValues": [],
        "dataType": value["DataType"],
    }
    if "StringValue" in value:
        attribute["stringValue"] = value["StringValue"]
    if "BinaryValue" in value:
        attribute["binaryValue"] = base64.b64encode(value["BinaryValue"]).decode()
    return attribute
