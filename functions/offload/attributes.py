"""Plain Python values as DynamoDB attributes, there and back, for the workloads' own tables.

boto3 has the same in `boto3.dynamodb.types`; importing it would cost a cold start a tenth of a second, and
its numbers are Decimals.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef

#: What an attribute can hold; a list may be a tuple when written, and is a list when read.
Plain = None | str | int | float | bool | list["Plain"] | tuple["Plain", ...] | dict[str, "Plain"]


def to_item(values: Mapping[str, Plain]) -> "dict[str, UniversalAttributeValueTypeDef]":
    """Return an item of these values."""
    return {name: to_attribute(value) for name, value in values.items()}


def from_item(item: "Mapping[str, AttributeValueTypeDef]") -> dict[str, Plain]:
    """Return the values of an item; a number without a point is an int."""
    return {name: from_attribute(value) for name, value in item.items()}


def to_attribute(value: Plain) -> "UniversalAttributeValueTypeDef":
    """Return one value as an attribute."""
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int() | float():
            return {"N": repr(value)}
        case list() | tuple():
            return {"L": [to_attribute(element) for element in value]}
        case dict():
            return {"M": to_item(value)}


def from_attribute(attribute: "AttributeValueTypeDef") -> Plain:
    """Return the value of one attribute."""
    ((kind, value),) = cast("Mapping[str, object]", attribute).items()
    match kind, value:
        case "NULL", _:
            return None
        case ("BOOL", bool()) | ("S", str()):
            return cast("bool | str", value)
        case "N", str():
            return float(value) if {".", "e", "E"} & set(value) else int(value)
        case "L", list():
            return [from_attribute(element) for element in value]
        case "SS", list():
            return list(value)
        case "M", dict():
            return from_item(value)
    raise TypeError(f"an attribute of the kind {kind} is none that this kit writes")
