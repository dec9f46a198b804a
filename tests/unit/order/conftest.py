"""The parts of an order on an empty step table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from functions.order.contract import Address
from functions.order.inventory import Inventory
from functions.order.payments import Payments
from functions.order.records import Records
from functions.order.sandbox_carrier import SandboxCarrier
from functions.order.sandbox_provider import SandboxProvider
from functions.order.shipments import Shipments
from tests.unit.order.step_table import PRICES, TABLE, step_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def dynamodb() -> "Iterator[DynamoDBClient]":
    with step_table() as client:
        yield client


@pytest.fixture
def records(dynamodb: "DynamoDBClient") -> Records:
    return Records(dynamodb, TABLE)


@pytest.fixture
def inventory(records: Records) -> Inventory:
    return Inventory(records, PRICES)


@pytest.fixture
def provider(records: Records) -> SandboxProvider:
    return SandboxProvider(records)


@pytest.fixture
def payments(records: Records, provider: SandboxProvider) -> Payments:
    return Payments(records, provider)


@pytest.fixture
def shipments(records: Records) -> Shipments:
    return Shipments(records, SandboxCarrier(records))


@pytest.fixture
def address() -> Address:
    return Address(name="Ada", street="1 Mill Lane", city="London", postcode="N1 9GU", country="GB")
