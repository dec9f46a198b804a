"""Reads many items of the workload's table at once: a mailing asks for all of its recipients in one call."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef


class NotRead(Exception):
    """DynamoDB left out some of what was asked for, as it does when it is busy: it should be asked again."""


def read_items(
    dynamodb: "DynamoDBClient", table: str, keys: Iterable[str]
) -> "Mapping[str, Mapping[str, AttributeValueTypeDef]]":
    """Return the items that are there, by their keys (consistent reads).

    Args:
        dynamodb: a DynamoDB client.
        table: the table's name; its partition key is `key`, a string.
        keys: up to 100 of them, DynamoDB's limit.

    Raises NotRead.
    """
    wanted = [{"key": {"S": key}} for key in keys]
    answer = dynamodb.batch_get_item(RequestItems={table: {"Keys": wanted, "ConsistentRead": True}})
    if answer.get("UnprocessedKeys"):
        raise NotRead(f"not all of {len(wanted)} items were read")
    return {item["key"]["S"]: item for item in answer["Responses"][table]}
