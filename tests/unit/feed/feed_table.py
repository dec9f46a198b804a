"""The feed's table on moto, made by hand, and a DynamoDB that takes only a part of each batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from moto import mock_aws

from functions.feed import keys
from functions.feed.table import Table
from functions.offload.attributes import from_item
from tests.unit.aws_session import aws_session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        BatchGetItemOutputTypeDef,
        BatchWriteItemOutputTypeDef,
        KeysAndAttributesTypeDef,
        WriteRequestTypeDef,
    )

NAME = "feed"


@contextmanager
def feed_table() -> Iterator[Table]:
    """A new, empty table."""
    with mock_aws():
        dynamodb = aws_session().client("dynamodb")
        dynamodb.create_table(
            TableName=NAME,
            KeySchema=[
                {"AttributeName": "key", "KeyType": "HASH"},
                {"AttributeName": "sort", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "key", "AttributeType": "S"},
                {"AttributeName": "sort", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield Table(dynamodb, NAME)


def partition(table: Table, key: str) -> list[str]:
    """What a partition holds: the sort keys, in their order."""
    return [str(item["sort"]) for item in table.query(key, consistent=True)]


def in_feed(table: Table, user: str) -> list[str]:
    """The posts that lie in a user's feed, oldest first."""
    return [keys.post_at(place) for place in partition(table, keys.feed_of(user))]


def everything(table: Table) -> list[dict[str, object]]:
    """Every item of the table."""
    return [dict(from_item(item)) for item in table.dynamodb.scan(TableName=table.name)["Items"]]


class PartlyThrottled:
    """A DynamoDB that processes so many items of each batch and leaves the rest.

    Args:
        dynamodb: does what is processed.
        takes: items of a batch; 0 leaves all.
    """

    def __init__(self, dynamodb: "DynamoDBClient", takes: int) -> None:
        self.dynamodb = dynamodb
        self.takes = takes
        self.calls = 0

    def batch_write_item(
        self,
        *,
        RequestItems: "dict[str, list[WriteRequestTypeDef]]",  # noqa: N803 - the API's spelling
    ) -> "BatchWriteItemOutputTypeDef":
        self.calls += 1
        ((name, requests),) = RequestItems.items()
        if self.takes:
            self.dynamodb.batch_write_item(RequestItems={name: requests[: self.takes]})
        left = requests[self.takes :]
        return cast("BatchWriteItemOutputTypeDef", {"UnprocessedItems": {name: left} if left else {}})

    def batch_get_item(
        self,
        *,
        RequestItems: "dict[str, KeysAndAttributesTypeDef]",  # noqa: N803 - the API's spelling
    ) -> "BatchGetItemOutputTypeDef":
        self.calls += 1
        ((name, wanted),) = RequestItems.items()
        now, left = wanted["Keys"][: self.takes], wanted["Keys"][self.takes :]
        answer = self.dynamodb.batch_get_item(RequestItems={name: {**wanted, "Keys": now}})
        answer["UnprocessedKeys"] = {name: {**wanted, "Keys": left}} if left else {}  # type: ignore[typeddict-item]
        return answer


def partly_throttled(table: Table, takes: int, waits: list[float]) -> Table:
    """The same table, processing only so many items of each batch; the waits are noted, not waited."""
    return Table(cast("DynamoDBClient", PartlyThrottled(table.dynamodb, takes)), table.name, waits.append)
