"""A compensation that keeps failing: the order is reported as stuck, and the books say what stands."""

import json
from dataclasses import dataclass

import pytest

from local.stack import LocalStack
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer


@dataclass(frozen=True)
class Stuck:
    """A compensation that cannot be done.

    Attributes:
        function: that does it.
        message: why the order failed, as its customer reads it.
        stands: the effects that are left.
    """

    function: str
    message: str
    stands: frozenset[str]


#: The first try and its twelve repeats.
TRIES = 13

AFTER = "(Lambda.TooManyRequestsException). The order was being undone after ShipmentRefused."
PAID = frozenset({"reservation", "charge", "sandbox-charge"})
CASES = {
    "Withdraw": Stuck("order-withdraw", f"The shipment could not be withdrawn {AFTER}", PAID),
    "Refund": Stuck("order-refund", f"The payment could not be refunded {AFTER}", PAID),
    "Release": Stuck(
        "order-release", f"The inventory could not be released {AFTER}", frozenset({"reservation"})
    ),
}


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.fixture
def operator(stack: LocalStack) -> Operator:
    return Operator(stack)


@pytest.mark.parametrize("state", CASES)
def test_an_order_that_cannot_be_taken_back_fails_as_stuck_and_says_where(
    customer: Customer, operator: Operator, stack: LocalStack, state: str
) -> None:
    """Invariant 6: reported, never silent."""
    operator.switch_off(CASES[state].function)

    order = customer.order(postcode="REFUSE")
    job = customer.follow(order)

    assert job.error is not None
    assert (job.status, job.error.type) == ("FAILED", "CompensationFailed")
    assert job.error.message == CASES[state].message
    assert books(stack).standing(order) == CASES[state].stands
    (execution,) = executions_of(stack, order)
    assert (execution.way[-1], execution.tries[state]) == (f"{state}Stuck", TRIES)


def test_a_compensation_that_comes_right_in_time_takes_all_back(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    operator.switch_off("order-refund")
    order = customer.order(postcode="REFUSE")
    stack.clock.advance(minutes=2)
    assert books(stack).standing(order) == CASES["Refund"].stands
    operator.switch_on("order-refund")

    assert customer.follow(order).failure == "ShipmentRefused"
    assert books(stack).standing(order) == NOTHING
    assert (books(stack).money(), books(stack).lost_pieces()) == (0, {})


@pytest.mark.parametrize("told_by", ["settle", "sweep"])
def test_a_stuck_order_is_counted_once_and_logged_by_whoever_settles_it(
    customer: Customer, operator: Operator, stack: LocalStack, log: list[tuple[str, str]], told_by: str
) -> None:
    if told_by == "sweep":
        operator.silence("settle")
    operator.switch_off("order-refund")
    order = customer.order(postcode="REFUSE")
    customer.follow(order)
    stack.clock.advance(seconds=400)

    lines = [json.loads(line) for _, line in log if line.startswith("{")]
    metrics = [line for line in lines if "CompensationFailed" in line]
    assert [(line["service"], line["CompensationFailed"]) for line in metrics] == [(told_by, [1.0])]
    (stuck,) = [line for line in lines if line.get("level") == "ERROR" and line["service"] == told_by]
    assert stuck["job"] == f"{customer.user.user_id}/{order}"
    assert stuck["cause"] == CASES["Refund"].message


def test_the_retry_of_a_stuck_order_is_a_run_of_its_own_and_leaves_the_stuck_one_to_a_person(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    operator.switch_off("order-refund")
    order = customer.order(postcode="REFUSE-ONCE")
    customer.follow(order)
    operator.switch_on("order-refund")

    customer.retry(order)

    job = customer.follow(order, run=2)
    assert job.status == "SUCCEEDED"
    found = books(stack)
    assert (found.standing(order, 1), found.standing(order, 2)) == (PAID, EVERYTHING)
    assert found.lost_pieces() == {}
