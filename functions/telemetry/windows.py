"""The windows in the workload's table: one item each, under its device and its beginning.

Each write says which version it replaces, so of two functions that change a window at a time one has to look
again, and nothing is overwritten unseen.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from functions.telemetry.anomaly import Anomaly
from functions.telemetry.tally import Tally
from functions.telemetry.timing import Standing, read, written
from functions.telemetry.window import Window

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        AttributeValueTypeDef,
        PutItemInputTypeDef,
        UniversalAttributeValueTypeDef,
    )

#: How long a window is kept after it was last changed.
KEPT_SECONDS: Final = 30 * 86_400

#: What is told apart by an attribute's name, in the order of their values.
_TALLY: Final = ("count", "total", "squares", "least", "most")
_ANOMALY: Final = ("value", "mean", "deviation")


class Overtaken(Exception):
    """Somebody else has changed the window since it was read."""


class Windows:
    """The windows of all devices.

    Args:
        dynamodb: a low-level client.
        table: the table's name; its keys are `key` and `sort`, strings.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def between(self, device: str, first: int, last: int, *, most: int | None = None) -> list[Window]:
        """Return the windows of a device that begin from `first` to `last`, as they stand, in their order.

        Args:
            device: its key.
            first, last: in milliseconds since the epoch.
            most: return no more than the first so many.
        """
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="#key = :device AND #sort BETWEEN :first AND :last",
            ExpressionAttributeNames={"#key": "key", "#sort": "sort"},
            ExpressionAttributeValues={
                ":device": {"S": device},
                ":first": {"S": written(first)},
                ":last": {"S": written(last)},
            },
            ConsistentRead=True,
            PaginationConfig={"MaxItems": most} if most is not None else {},
        )
        return [_window(item) for page in pages for item in page["Items"]]

    def save(self, device: str, window: Window) -> Window:
        """Write a window in the place of its former version, and return it; raises Overtaken."""
        saved = replace(window, version=window.version + 1)
        write: PutItemInputTypeDef = {
            "TableName": self._table,
            "Item": _item(device, saved),
            "ConditionExpression": "attribute_not_exists(#version)",
            "ExpressionAttributeNames": {"#version": "version"},
        }
        if window.version:
            write["ConditionExpression"] = "#version = :version"
            write["ExpressionAttributeValues"] = {":version": _number(window.version)}
        try:
            self._dynamodb.put_item(**write)
        except self._dynamodb.exceptions.ConditionalCheckFailedException as error:
            raise Overtaken(f"{device} {written(window.start)}") from error
        return saved


def _item(device: str, window: Window) -> "dict[str, UniversalAttributeValueTypeDef]":
    item: dict[str, UniversalAttributeValueTypeDef] = {
        "key": {"S": device},
        "sort": {"S": written(window.start)},
        "version": _number(window.version),
        "seen": {"S": window.seen},
        "expires_at": _number(int(time.time()) + KEPT_SECONDS),
    }
    for standing, tally in window.tallies.items():
        item[standing.value] = _numbers(tally, _TALLY)
    if window.anomaly is not None:
        item["anomaly"] = _numbers(window.anomaly, _ANOMALY)
        item["announced"] = {"BOOL": window.announced}
    return item


def _window(item: "Mapping[str, AttributeValueTypeDef]") -> Window:
    return Window(
        start=read(item["sort"]["S"]),
        seen=item["seen"]["S"],
        tallies={each: Tally(**_read(item[each.value], _TALLY)) for each in Standing if each.value in item},
        anomaly=Anomaly(**_read(item["anomaly"], _ANOMALY)) if "anomaly" in item else None,
        announced="announced" in item and item["announced"]["BOOL"],
        version=int(item["version"]["N"]),
    )


def _number(number: int) -> "UniversalAttributeValueTypeDef":
    return {"N": str(number)}


def _numbers(source: object, names: tuple[str, ...]) -> "UniversalAttributeValueTypeDef":
    return {"M": {name: _number(getattr(source, name)) for name in names}}


def _read(attribute: "AttributeValueTypeDef", names: tuple[str, ...]) -> dict[str, int]:
    return {name: int(attribute["M"][name]["N"]) for name in names}
