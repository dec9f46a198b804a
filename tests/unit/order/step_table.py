"""The step table of the tests: a DynamoDB table on moto, a price list, and what may befall a function."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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


class _Crash(BaseException):
    """The function is gone."""


@contextmanager
def crash_after(dynamodb: "DynamoDBClient", calls: int) -> Iterator[None]:
    """Let so many calls to the table land; with the last of them the function is gone, its answer unread."""

    def crash() -> None:
        raise _Crash

    with suppress(_Crash), meanwhile(dynamodb, calls, crash):
        yield


@contextmanager
def meanwhile(dynamodb: "DynamoDBClient", calls: int, happens: Callable[[], None]) -> Iterator[None]:
    """Between one call to the table and the next something else happens, once: after so many calls."""
    landed = 0

    def count(**_: object) -> None:
        nonlocal landed
        landed += 1
        if landed == calls:
            happens()

    dynamodb.meta.events.register("after-call.dynamodb", count)
    try:
        yield
    finally:
        dynamodb.meta.events.unregister("after-call.dynamodb", count)
