"""Tables for the tests of DynamoDB, and items without the noise of their types."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from tests.conformance.aws import Aws

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: How long a table may take to become active, in seconds.
CREATION = 60.0

Item = Mapping[str, Any]


class Table:
    """A table with a partition key `id` and, if `sorted_by` names its type, a sort key `at`.

    Args:
        aws: where it is made, on demand.
        sorted_by: "S" or "N"; None for no sort key.
        index: the projection of a global secondary index `by_kind` on `kind` (S); None for no index.
    """

    def __init__(self, aws: Aws, *, sorted_by: str | None = None, index: str | None = None) -> None:
        self.dynamodb: DynamoDBClient = aws.client("dynamodb")
        self.name = aws.unique("table")
        types = {"id": "S"} | ({"at": sorted_by} if sorted_by else {}) | ({"kind": "S"} if index else {})
        parameters: dict[str, Any] = {}
        if index:
            parameters["GlobalSecondaryIndexes"] = [
                {
                    "IndexName": "by_kind",
                    "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": index},
                }
            ]
        keys = [{"AttributeName": "id", "KeyType": "HASH"}]
        if sorted_by:
            keys.append({"AttributeName": "at", "KeyType": "RANGE"})
        self.dynamodb.create_table(
            TableName=self.name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind}  # type: ignore[typeddict-item]
                for name, kind in types.items()
            ],
            KeySchema=keys,  # type: ignore[arg-type]
            **parameters,
        )
        aws.eventually(self._is_active, within=CREATION)

    def put(self, item: Item, **more: Any) -> None:
        """Put an item of Python values."""
        self.dynamodb.put_item(TableName=self.name, Item=typed(item), **more)

    def get(self, **key: Any) -> Item | None:
        """Return the item with a key, read consistently, None if there is none."""
        answer = self.dynamodb.get_item(TableName=self.name, Key=typed(key), ConsistentRead=True)
        return plain(answer["Item"]) if "Item" in answer else None

    def update(self, key: Item, expression: str, **values: Any) -> None:
        """Update an item; the expression names its values with a colon before them."""
        more: dict[str, Any] = {"ExpressionAttributeValues": named(values)} if values else {}
        self.dynamodb.update_item(TableName=self.name, Key=typed(key), UpdateExpression=expression, **more)

    def query(self, condition: str, values: Item, **more: Any) -> Any:
        """Query the table; return DynamoDB's answer, with its items as Python values."""
        answer = self.dynamodb.query(
            TableName=self.name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=named(values),
            **more,
        )
        return answer | {"Items": [plain(item) for item in answer.get("Items", [])]}

    def _is_active(self) -> bool:
        return self.dynamodb.describe_table(TableName=self.name)["Table"]["TableStatus"] == "ACTIVE"


def typed(item: Item) -> dict[str, Any]:
    """Return an item as DynamoDB wants it."""
    return {name: TypeSerializer().serialize(value) for name, value in item.items()}


def plain(item: Item) -> dict[str, Any]:
    """Return an item of DynamoDB's as Python values."""
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}


def named(values: Item) -> dict[str, Any]:
    """Return values as an expression names them."""
    return {f":{name}": value for name, value in typed(values).items()}
