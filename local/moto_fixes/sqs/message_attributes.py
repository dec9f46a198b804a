"""moto finds out that a message's attributes are wrong when the message is in the queue, if at all.

moto 5.2.5, `sqs/models.py: Message.attribute_md5` checks names while the answer is made; names that begin or
end with a period, numbers that are none and empty values are taken. Can go when moto checks what SQS's
documentation says.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from moto.sqs.exceptions import InvalidParameterValue

MOST: Final = 10
LONGEST_NAME: Final = 256
LONGEST_TYPE: Final = 256

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def check(attributes: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise SQS's error for attributes of a message that it refuses."""
    if len(attributes) > MOST:
        raise InvalidParameterValue(
            f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{MOST}]."
        )
    for name, attribute in attributes.items():
        _check_name(name)
        _check_value(name, attribute)


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise InvalidParameterValue(
            f"The message attribute name '{name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, "
            f"underscore (_), hyphen (-), and period (.) characters, 1 to {LONGEST_NAME} of them."
        )
    if name.startswith(".") or name.endswith(".") or ".." in name:
        raise InvalidParameterValue(
            f"The message attribute name '{name}' is invalid. "
            "It can neither begin nor end with a period, nor have two in succession."
        )
    if name.lower().startswith(("aws.", "amazon.")):
        raise InvalidParameterValue(
            f"The message attribute name '{name}' is invalid. It begins with a prefix reserved for AWS."
        )


def _check_value(name: str, attribute: Mapping[str, Any]) -> None:
    data_type = attribute["DataType"]
    logical, _, _ = data_type.partition(".")
    field = "BinaryValue" if logical == "Binary" else "StringValue"
    if len(data_type) > LONGEST_TYPE:
        raise InvalidParameterValue(f"The type of the message attribute '{name}' is too long.")
    if not attribute.get(field):
        raise InvalidParameterValue(
            f"The message attribute '{name}' must contain non-empty message attribute value "
            f"for message attribute type '{data_type}'."
        )
    if logical == "Number" and not _NUMBER.fullmatch(attribute[field]):
        raise InvalidParameterValue(f"Can't cast the value of message (user) attribute '{name}' to a number.")
