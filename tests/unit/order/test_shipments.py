"""Shipments and the sandbox carrier: booked once a run, or not at all, whatever is cut off or repeated."""

from typing import TYPE_CHECKING

import pytest

from functions.order.contract import Address
from functions.order.errors import ShipmentRefused, Undone
from functions.order.shipments import Shipments
from tests.unit.interruptions import crash_after, meanwhile
from tests.unit.order.step_table import NEXT_RUN, RUN, TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def booked(dynamodb: "DynamoDBClient") -> int:
    """The parcels that stand booked at the carrier."""
    items = dynamodb.scan(TableName=TABLE)["Items"]
    bookings = [item for item in items if item["key"]["S"].startswith("sandbox-booking#")]
    return len([item for item in bookings if item["status"]["S"] == "done"])


def test_a_repeated_shipment_is_the_same_parcel(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address
) -> None:
    assert shipments.ship(RUN, address) == shipments.ship(RUN, address)
    assert booked(dynamodb) == 1


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_shipment_cut_off_after_any_call_is_one_parcel(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address, calls: int
) -> None:
    with crash_after(dynamodb, calls):
        shipments.ship(RUN, address)
    shipments.ship(RUN, address)
    assert booked(dynamodb) == 1


@pytest.mark.parametrize("calls", [1, 2])
def test_a_withdrawal_cut_off_after_any_call_withdraws(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address, calls: int
) -> None:
    shipments.ship(RUN, address)
    with crash_after(dynamodb, calls):
        shipments.withdraw(RUN)
    shipments.withdraw(RUN)
    assert booked(dynamodb) == 0


def test_a_shipment_that_comes_after_its_withdrawal_is_refused(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address
) -> None:
    shipments.withdraw(RUN)
    with pytest.raises(Undone):
        shipments.ship(RUN, address)
    assert booked(dynamodb) == 0


@pytest.mark.parametrize("overtaken_after", [1, 2])
def test_a_withdrawal_that_runs_amid_a_shipment_leaves_no_parcel(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address, overtaken_after: int
) -> None:
    with meanwhile(dynamodb, overtaken_after, lambda: shipments.withdraw(RUN)), pytest.raises(Undone):
        shipments.ship(RUN, address)
    assert booked(dynamodb) == 0


def test_the_test_postcode_is_refused_every_time(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address
) -> None:
    nowhere = address.model_copy(update={"postcode": "REFUSE"})
    for run in (RUN, RUN, NEXT_RUN):
        with pytest.raises(ShipmentRefused):
            shipments.ship(run, nowhere)
    assert booked(dynamodb) == 0


def test_the_postcode_that_is_refused_once_accepts_the_next_run_only(
    shipments: Shipments, dynamodb: "DynamoDBClient", address: Address
) -> None:
    late = address.model_copy(update={"postcode": "REFUSE-ONCE"})
    for _ in range(2):
        with pytest.raises(ShipmentRefused):
            shipments.ship(RUN, late)
    shipments.ship(NEXT_RUN, late)
    assert booked(dynamodb) == 1
