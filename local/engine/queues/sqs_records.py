"""SQS messages in the form a function gets them, and how many of them go into one event.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageAttributeValueOutputTypeDef, MessageTypeDef

#: The largest event a function is invoked with, in bytes.
LARGEST_EVENT: Final = 6 * 1024 * 1024

_FRAME: Final = b'{"Records": [%s]}'
_BETWEEN: Final = b", "


@dataclass(frozen=True)
class Record:
    """A message that was received with all its attributes, and what a function gets of it.

    Attributes:
        message: as it was received.
        fields: of the record.
        json: the record as JSON.
    """

    message: "MessageTypeDef"
    fields: Mapping[str, object]
    json: bytes

    @classmethod
    def of(cls, message: "MessageTypeDef", *, queue_arn: str) -> "Record":
        """Return the record for a message of a queue."""
        fields = _fields(message, queue_arn)
        return cls(message, fields, json.dumps(fields, ensure_ascii=False).encode())

    @property
    def id(self) -> str:
        """The message's id."""
        return self.message["MessageId"]

    @property
    def groups(self) -> set[str]:
        """The message's group in a FIFO queue; the groups of a standard queue's messages bind nobody."""
        attributes = self.message["Attributes"]
        return {attributes["MessageGroupId"]} if "SequenceNumber" in attributes else set()

    @property
    def size(self) -> int:
        """What the record adds to an event, in bytes."""
        return len(self.json) + len(_BETWEEN)


def groups(records: Iterable[Record]) -> set[str]:
    """Return the groups of a FIFO queue that `records` are of."""
    return set().union(*(record.groups for record in records))


def event(records: Iterable[Record]) -> bytes:
    """Return the event with `records`, JSON."""
    return _FRAME % _BETWEEN.join(record.json for record in records)


def fitting(records: Iterable[Record]) -> list[Record]:
    """Return the first of `records`, as many as an event takes: one at least."""
    fitted: list[Record] = []
    size = len(_FRAME)
    for record in records:
        size += record.size
        if fitted and size > LARGEST_EVENT:
            break
        fitted.append(record)
    return fitted


def _fields(message: "MessageTypeDef", queue_arn: str) -> dict[str, object]:
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
