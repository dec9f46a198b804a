"""Payments and the sandbox provider: charged once a run, or not at all, whatever is cut off or repeated."""

from typing import TYPE_CHECKING

import pytest

from functions.order.errors import CardDeclined, ProviderTimeout, Undone
from functions.order.payments import Payments
from functions.order.sandbox_provider import SandboxProvider
from tests.unit.interruptions import crash_after, meanwhile
from tests.unit.order.step_table import NEXT_RUN, RUN, TABLE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def charged(dynamodb: "DynamoDBClient") -> list[int]:
    """The amounts that stand charged at the provider."""
    items = dynamodb.scan(TableName=TABLE)["Items"]
    charges = [item for item in items if item["key"]["S"].startswith("sandbox-charge#")]
    return [int(item["facts"]["M"]["amount"]["S"]) for item in charges if item["status"]["S"] == "done"]


def test_an_approved_card_is_charged(payments: Payments, dynamodb: "DynamoDBClient") -> None:
    assert payments.charge(RUN, "tok_approve", 4200, "EUR").id.startswith("pay_")
    assert charged(dynamodb) == [4200]


def test_a_repeated_charge_is_the_same_payment(payments: Payments, dynamodb: "DynamoDBClient") -> None:
    first = payments.charge(RUN, "tok_approve", 4200, "EUR")
    assert payments.charge(RUN, "tok_approve", 4200, "EUR") == first
    assert charged(dynamodb) == [4200]


@pytest.mark.parametrize("token", ["tok_decline", "tok_nobody_knows"])
def test_a_declined_card_is_not_charged(payments: Payments, dynamodb: "DynamoDBClient", token: str) -> None:
    with pytest.raises(CardDeclined):
        payments.charge(RUN, token, 4200, "EUR")
    assert charged(dynamodb) == []


def test_a_lost_answer_is_asked_for_again_and_charges_once(
    payments: Payments, dynamodb: "DynamoDBClient"
) -> None:
    with pytest.raises(ProviderTimeout):
        payments.charge(RUN, "tok_timeout_once", 4200, "EUR")
    payments.charge(RUN, "tok_timeout_once", 4200, "EUR")
    assert charged(dynamodb) == [4200]


def test_a_charge_nobody_ever_heard_of_is_refunded_all_the_same(
    payments: Payments, dynamodb: "DynamoDBClient"
) -> None:
    for _ in range(3):
        with pytest.raises(ProviderTimeout):
            payments.charge(RUN, "tok_timeout", 4200, "EUR")
    assert charged(dynamodb) == [4200]
    payments.refund(RUN)
    assert charged(dynamodb) == []


@pytest.mark.parametrize("calls", [1, 2, 3])
def test_a_charge_cut_off_after_any_call_charges_once(
    payments: Payments, dynamodb: "DynamoDBClient", calls: int
) -> None:
    with crash_after(dynamodb, calls):
        payments.charge(RUN, "tok_approve", 4200, "EUR")
    payments.charge(RUN, "tok_approve", 4200, "EUR")
    assert charged(dynamodb) == [4200]


@pytest.mark.parametrize("calls", [1, 2])
def test_a_refund_cut_off_after_any_call_refunds(
    payments: Payments, dynamodb: "DynamoDBClient", calls: int
) -> None:
    payments.charge(RUN, "tok_approve", 4200, "EUR")
    with crash_after(dynamodb, calls):
        payments.refund(RUN)
    payments.refund(RUN)
    assert charged(dynamodb) == []


def test_a_charge_that_comes_after_its_refund_is_refused(
    payments: Payments, dynamodb: "DynamoDBClient"
) -> None:
    payments.refund(RUN)
    with pytest.raises(Undone):
        payments.charge(RUN, "tok_approve", 4200, "EUR")
    assert charged(dynamodb) == []


def test_a_charge_overtaken_by_its_refund_at_the_provider_is_refused(
    payments: Payments, provider: SandboxProvider, dynamodb: "DynamoDBClient"
) -> None:
    provider.refund(RUN)
    with pytest.raises(Undone):
        payments.charge(RUN, "tok_approve", 4200, "EUR")
    assert charged(dynamodb) == []


@pytest.mark.parametrize("overtaken_after", [1, 2])
def test_a_refund_that_runs_amid_a_charge_leaves_nothing_charged(
    payments: Payments, dynamodb: "DynamoDBClient", overtaken_after: int
) -> None:
    with meanwhile(dynamodb, overtaken_after, lambda: payments.refund(RUN)), pytest.raises(Undone):
        payments.charge(RUN, "tok_approve", 4200, "EUR")
    assert charged(dynamodb) == []


def test_a_new_run_is_charged_anew_and_once(payments: Payments, dynamodb: "DynamoDBClient") -> None:
    first = payments.charge(RUN, "tok_approve", 4200, "EUR")
    payments.refund(RUN)
    second = payments.charge(NEXT_RUN, "tok_approve", 4200, "EUR")
    assert second != first
    assert charged(dynamodb) == [4200]
