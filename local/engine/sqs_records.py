"""SQS messages in the form a function gets them.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
"""

import base64
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageAttributeValueOutputTypeDef, MessageTypeDef


def event(messages: Sequence["MessageTypeDef"], *, queue_arn: str) -> bytes:
    """Return the event, JSON, for a batch of messages received with all their attributes."""
    return json.dumps({"Records": [_record(message, queue_arn) for message in messages]}).encode()


def _record(message: "MessageTypeDef", queue_arn: str) -> dict[str, object]:
    attributes = message.get("MessageAttributes", {})
    record: dict[str, object] = {
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
        record["md5OfMessageAttributes"] = message["MD5OfMessageAttributes"]
    return record


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
