"""A customer cancels an order: before it begins, between its steps, too late."""

import json

import pytest

from local.stack import LocalStack
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer
from tests.flow.problems import problem_of

#: The way of an order that is cancelled just before a step, by the step's function.
CANCELLED_BEFORE = {
    "order-reserve": ("Reserve", "Release", "Compensated"),
    "order-charge": ("Reserve", "Charge", "Refund", "Release", "Compensated"),
    "order-ship": ("Reserve", "Charge", "Ship", "Withdraw", "Refund", "Release", "Compensated"),
}


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.fixture
def operator(stack: LocalStack) -> Operator:
    return Operator(stack)


def test_an_order_that_waits_is_cancelled_at_once_and_never_begun(
    customer: Customer, operator: Operator, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    stack.disable("order-starter")
    order = customer.order()

    answer = customer.cancel(order)

    assert (answer.status_code, answer.json()["status"]) == (202, "CANCELLED")
    stack.enable("order-starter")
    stack.clock.advance(minutes=10)
    assert customer.look(order).status == "CANCELLED"
    assert executions_of(stack, order) == []
    assert books(stack).entries == ()
    assert operator.depth("order") == 0
    metrics = [json.loads(line) for _, line in log if '"JobEnded"' in line]
    assert [(metric["type"], metric["status"]) for metric in metrics] == [("order", "CANCELLED")]


@pytest.mark.parametrize("step", CANCELLED_BEFORE)
def test_an_order_cancelled_between_its_steps_is_compensated(
    customer: Customer, stack: LocalStack, step: str
) -> None:
    """Invariant 6."""
    stack.faults.delay_call(step, "dynamodb", "GetItem", seconds=5)
    order = customer.order()
    stack.clock.advance(seconds=1)

    answer = customer.cancel(order)

    assert (answer.status_code, answer.json()["status"]) == (202, "RUNNING")
    assert answer.json()["cancel_requested"] is True
    job = customer.follow(order)
    assert (job.status, job.error, job.result) == ("CANCELLED", None, None)
    (execution,) = executions_of(stack, order)
    assert execution.way == CANCELLED_BEFORE[step]
    assert books(stack).standing(order) == NOTHING
    assert (books(stack).money(), books(stack).lost_pieces()) == (0, {})


def test_an_order_cancelled_while_the_provider_is_silent_is_refunded(
    customer: Customer, stack: LocalStack
) -> None:
    order = customer.order(card="tok_timeout")
    stack.settle()
    assert books(stack).money() == 8900

    customer.cancel(order)

    assert customer.follow(order).status == "CANCELLED"
    assert books(stack).undone(order) == {"reservation", "sandbox-charge"}
    assert (books(stack).money(), books(stack).lost_pieces()) == (0, {})


def test_an_order_cancelled_after_its_last_step_has_succeeded(customer: Customer, stack: LocalStack) -> None:
    stack.disable("settle")
    order = customer.order()
    stack.settle()

    assert customer.cancel(order).status_code == 202

    stack.enable("settle")
    assert customer.follow(order).status == "SUCCEEDED"
    assert books(stack).standing(order) == EVERYTHING


def test_an_order_cancelled_while_it_is_taken_back_failed_as_it_did(
    customer: Customer, stack: LocalStack
) -> None:
    stack.faults.delay_call("order-withdraw", "dynamodb", "UpdateItem", seconds=5)
    order = customer.order(postcode="REFUSE")
    stack.clock.advance(seconds=1)

    assert customer.cancel(order).status_code == 202

    assert customer.follow(order).failure == "ShipmentRefused"
    assert books(stack).standing(order) == NOTHING


def test_an_order_cancelled_with_its_starter_dead_is_cancelled_when_that_comes_back(
    customer: Customer, stack: LocalStack
) -> None:
    stack.faults.crash_before_call("order-starter", "stepfunctions", "StartExecution")
    order = customer.order()
    stack.settle()

    assert customer.cancel(order).json()["status"] == "RUNNING"

    assert customer.follow(order).status == "CANCELLED"
    assert books(stack).standing(order) == NOTHING


def test_an_order_cancelled_while_it_cannot_begin_is_cancelled_and_not_in_the_dlq(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    stack.faults.fail_call(
        "order-starter", "stepfunctions", "StartExecution", error="AccessDeniedException", status=400, times=3
    )
    order = customer.order()
    stack.settle()

    assert customer.cancel(order).json()["status"] == "RUNNING"

    assert customer.follow(order).status == "CANCELLED"
    assert executions_of(stack, order) == []
    assert operator.depth("order-dlq") == 0


def test_an_order_that_has_ended_cannot_be_cancelled(customer: Customer, stack: LocalStack) -> None:
    orders = [customer.order(), customer.order(card="tok_decline")]
    for order in orders:
        customer.follow(order)
    stack.disable("order-starter")
    orders.append(customer.order())
    customer.cancel(orders[-1])

    ended = [customer.look(order) for order in orders]
    assert [job.status for job in ended] == ["SUCCEEDED", "FAILED", "CANCELLED"]
    for job in ended:
        answer = customer.cancel(job.id)
        assert (answer.status_code, answer.json()["status_of_job"]) == (409, job.status)
        assert problem_of(answer).detail == f"this cannot be done while the job is {job.status}"
        assert customer.look(job.id) == job
