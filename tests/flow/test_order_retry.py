"""A failed order is run again: the new run has effects of its own, and nothing of the old one stirs."""

import json

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.orders import Customer


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.fixture
def refunded(customer: Customer) -> str:
    """An order that was charged, refused by the carrier and refunded; the next run of it will pass."""
    order = customer.order(postcode="REFUSE-ONCE")
    assert customer.follow(order).status == "FAILED"
    return order


def work(customer: Customer, order: str, *, failed: bool = False) -> str:
    """Return the message that names the order's first run; in the DLQ it says that the run has failed."""
    return json.dumps(
        {"owner": customer.user.user_id, "id": order, "type": "order", "run": 1, "failed": failed}
    )


def test_a_refunded_order_is_charged_anew_and_once(
    customer: Customer, stack: LocalStack, refunded: str
) -> None:
    answer = customer.retry(refunded)

    assert answer.status_code == 202
    job = customer.follow(refunded, run=2)
    assert (job.status, job.run, job.attempt, job.error) == ("SUCCEEDED", 2, 1, None)
    found = books(stack)
    assert (found.standing(refunded, 1), found.standing(refunded, 2)) == (NOTHING, EVERYTHING)
    assert (found.money(), found.lost_pieces()) == (8900, {})
    assert job.result is not None
    assert job.result["payment_id"] == found.facts("charge", refunded, 2)["payment_id"]
    assert job.result["payment_id"] != found.facts("charge", refunded, 1)["payment_id"]
    runs = executions_of(stack, refunded)
    assert [(execution.run, execution.status) for execution in runs] == [(1, "FAILED"), (2, "SUCCEEDED")]


def test_asking_for_a_retry_twice_is_one_run(customer: Customer, stack: LocalStack, refunded: str) -> None:
    stack.disable("intake")
    asked = [customer.retry(refunded).status_code]
    stack.clock.advance(seconds=400)  # SQS takes the second for another message: five minutes have passed
    asked.append(customer.retry(refunded).status_code)
    stack.enable("intake")

    customer.follow(refunded, run=2)
    stack.clock.advance(minutes=1)

    assert asked == [202, 202]
    assert customer.look(refunded).run == 2
    assert books(stack).orders() == {(refunded, 1), (refunded, 2)}


def test_what_is_left_of_the_first_run_does_nothing_to_the_second(
    customer: Customer, account: Account, stack: LocalStack, refunded: str
) -> None:
    """Invariant 2: whether the second run waits, runs or is over."""
    (first,) = executions_of(stack, refunded)

    def come_again() -> None:
        account.send("order", work(customer, refunded))
        account.send("order", work(customer, refunded, failed=True))
        account.send("settle", json.dumps({"detail": {"executionArn": first.arn}}))
        stack.settle()

    stack.disable("order-starter")
    customer.retry(refunded)
    come_again()
    stack.faults.delay_call("order-charge", "dynamodb", "GetItem", seconds=9)
    stack.enable("order-starter")
    stack.clock.advance(seconds=5)
    assert customer.look(refunded).status == "RUNNING"
    come_again()
    ended = customer.follow(refunded, run=2)
    come_again()
    stack.clock.advance(minutes=10)

    assert customer.look(refunded) == ended
    assert (ended.status, ended.run) == ("SUCCEEDED", 2)
    assert len(executions_of(stack, refunded)) == 2
    assert books(stack).money() == 8900
    assert account.depth("order") == 0


def test_redriving_copies_of_a_failed_order_is_one_retry(
    customer: Customer, account: Account, stack: LocalStack, refunded: str
) -> None:
    for _ in range(3):
        account.send("order-dlq", work(customer, refunded, failed=True))

    account.redrive("order")

    assert customer.follow(refunded, run=2).status == "SUCCEEDED"
    stack.clock.advance(minutes=10)
    assert customer.look(refunded).run == 2
    assert books(stack).money() == 8900


def test_an_order_can_fail_again_and_again_and_costs_nothing(customer: Customer, stack: LocalStack) -> None:
    order = customer.order(postcode="REFUSE")
    customer.follow(order)

    for run in (2, 3):
        customer.retry(order)
        assert customer.follow(order, run=run).failure == "ShipmentRefused"

    assert books(stack).orders() == {(order, 1), (order, 2), (order, 3)}
    assert (books(stack).money(), books(stack).lost_pieces()) == (0, {})


def test_a_retry_forgets_that_the_run_before_was_to_be_cancelled(
    customer: Customer, stack: LocalStack
) -> None:
    stack.faults.delay_call("order-withdraw", "dynamodb", "UpdateItem", seconds=5)
    order = customer.order(postcode="REFUSE-ONCE")
    stack.clock.advance(seconds=1)
    customer.cancel(order)
    assert customer.follow(order).cancel_requested is True

    customer.retry(order)

    job = customer.follow(order, run=2)
    assert (job.status, job.cancel_requested) == ("SUCCEEDED", False)
