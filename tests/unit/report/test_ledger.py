"""The ledger: each sale once, in its latest revision, read in the order of time."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from moto import mock_aws

from functions.report import ledger as module
from functions.report.ledger import SHARDS, Ledger
from functions.report.period import Period
from functions.report.sale import SaleStatus
from tests.unit.aws_session import aws_session
from tests.unit.report.some_sales import JANUARY, MUG, TEAPOT, sale

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "ledger"


@pytest.fixture
def dynamodb() -> "Iterator[DynamoDBClient]":
    with mock_aws():
        dynamodb = aws_session().client("dynamodb")
        dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("key", "owner", "shard", "at")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": name,
                    "KeySchema": [
                        {"AttributeName": partition, "KeyType": "HASH"},
                        {"AttributeName": "at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "ALL"},
                }
                for name, partition in (("by_owner", "owner"), ("by_time", "shard"))
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        yield dynamodb


@pytest.fixture
def ledger(dynamodb: "DynamoDBClient") -> Ledger:
    return Ledger(dynamodb, TABLE)


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_the_latest_revision_holds_in_any_order(ledger: Ledger, order: tuple[int, ...]) -> None:
    sold = sale(revision=1)
    moved = replace(sold, revision=2, at="2026-01-20T08:00:00.000Z", lines=(TEAPOT,))
    refunded = replace(moved, revision=3, status=SaleStatus.REFUNDED)

    for number in (*order, *order):
        ledger.record([sold, moved, refunded][number])

    assert list(ledger.sales_of("alice", JANUARY)) == [refunded]
    assert list(ledger.all_sales(JANUARY)) == [refunded]


def test_it_says_whether_it_learned_something(ledger: Ledger) -> None:
    assert ledger.record(sale(revision=2))
    assert not ledger.record(sale(revision=2))
    assert not ledger.record(sale(revision=1))


def test_an_owner_has_no_other_owner_s_sales(ledger: Ledger) -> None:
    ours, theirs = sale("1"), sale("2", "2026-01-15T10:30:00.000Z", owner="bob")
    ledger.record(ours)
    ledger.record(theirs)

    assert list(ledger.sales_of("alice", JANUARY)) == [ours]
    assert list(ledger.all_sales(JANUARY)) == [ours, theirs]


def test_a_period_has_its_first_and_its_last_millisecond_and_no_more(ledger: Ledger) -> None:
    instants = [
        "2025-12-31T23:59:59.999Z",
        "2026-01-01T00:00:00.000Z",
        "2026-01-31T23:59:59.999Z",
        "2026-02-01T00:00:00.000Z",
    ]
    for at in instants:
        ledger.record(sale(at, at))

    assert [found.at for found in ledger.sales_of("alice", JANUARY)] == instants[1:3]
    assert not list(ledger.all_sales(Period(date(2026, 3, 1), date(2026, 3, 31))))


def test_pages_and_shards_are_read_in_the_order_of_time(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, dynamodb: "DynamoDBClient"
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    sales = [sale(str(number), f"2026-01-{1 + number * 7 % 30:02}T10:00:00.000Z") for number in range(20)]
    for one in sales:
        ledger.record(one)
    asked: list[int] = []
    dynamodb.meta.events.register("after-call.dynamodb.Query", lambda **_: asked.append(1))

    everybody = ledger.all_sales(JANUARY)
    first = next(everybody)

    assert len(asked) == SHARDS  # a page of each shard, and no more before it is wanted
    assert [first.at, *(found.at for found in everybody)] == sorted(one.at for one in sales)
    assert len({one.identity for one in ledger.sales_of("alice", JANUARY)}) == len(sales)


def test_a_sale_is_forgotten_after_three_years(ledger: Ledger, dynamodb: "DynamoDBClient") -> None:
    ledger.record(sale("1", "2026-01-14T10:30:00.000Z", MUG))

    (item,) = dynamodb.scan(TableName=TABLE)["Items"]
    kept = datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC) - datetime(2026, 1, 14, tzinfo=UTC)
    assert kept.days == 3 * 366 + 31
