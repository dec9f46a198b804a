"""The table and the bus of the tests, on moto; what may befall a function; and what it has told the bus."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from moto import mock_aws

from functions.telemetry.aggregation import Aggregation
from functions.telemetry.announcement import Announcements
from functions.telemetry.anomaly import Rule
from functions.telemetry.windows import Windows
from tests.unit.aws_session import aws_session

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient

TABLE = "telemetry"
BUS = "offload-test"


class _Death(BaseException):
    """The function is gone."""


@dataclass
class TelemetryAccount:
    """The account.

    Attributes:
        told: the details of all events put on the bus.
    """

    dynamodb: "DynamoDBClient"
    events: "EventBridgeClient"
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def windows(self) -> Windows:
        return Windows(self.dynamodb, TABLE)

    def aggregation(self, rule: Rule) -> Aggregation:
        return Aggregation(self.windows, Announcements(self.events, BUS), rule)

    @contextmanager
    def death_after(self, calls: int) -> Iterator[None]:
        """Let so many calls to AWS land; with the last of them the function is gone, its answer unread."""
        landed = 0

        def count(**_: object) -> None:
            nonlocal landed
            landed += 1
            if landed == calls:
                raise _Death

        clients: list[tuple[str, BaseClient]] = [("dynamodb", self.dynamodb), ("events", self.events)]
        for service, client in clients:
            client.meta.events.register(f"after-call.{service}", count)
        try:
            with suppress(_Death):
                yield
        finally:
            for service, client in clients:
                client.meta.events.unregister(f"after-call.{service}", count)


@contextmanager
def telemetry_account() -> Iterator[TelemetryAccount]:
    """A new account with an empty table and a bus."""
    with mock_aws():
        dynamodb = aws_session().client("dynamodb")
        dynamodb.create_table(
            TableName=TABLE,
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
        events = aws_session().client("events")
        events.create_event_bus(Name=BUS)
        account = TelemetryAccount(dynamodb, events)

        def hear(params: dict[str, Any], **_: object) -> None:
            account.told += [json.loads(entry["Detail"]) for entry in params["Entries"]]

        events.meta.events.register("provide-client-params.events.PutEvents", hear)
        yield account
