"""The order's own table in the tests, on moto, and a price list."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from moto import mock_aws

from functions.order.price_list import Article
from tests.unit.aws_session import aws_session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "order-steps"
RUN = "alice/order.a#1"
NEXT_RUN = "alice/order.a#2"

PRICES = {
    "MUG": Article("Mug", opening_stock=10, prices={"EUR": 1250, "GBP": 1090, "USD": 1390}),
    "KETTLE": Article("Kettle", opening_stock=3, prices={"EUR": 14900, "GBP": 12900, "USD": 15900}),
}


@contextmanager
def step_table() -> "Iterator[DynamoDBClient]":
    """A new, empty step table."""
    with mock_aws():
        dynamodb = aws_session().client("dynamodb")
        dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield dynamodb
