"""An order that goes through: what its customer sees, and what the books say."""

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.order_books import EVERYTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.orders import TEA_FOR_FOUR, Customer


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


def test_the_result_refers_to_what_the_books_have(customer: Customer, stack: LocalStack) -> None:
    order = customer.order()

    job = customer.follow(order)

    found = books(stack)
    assert (job.status, job.error) == ("SUCCEEDED", None)
    assert job.result == {
        "order": order,
        "total": 8900,
        "currency": "EUR",
        "reservation": found.facts("reservation", order)["id"],
        "payment_id": found.facts("sandbox-charge", order)["payment_id"],
        "tracking": found.facts("sandbox-booking", order)["tracking"],
    }


def test_each_step_is_done_once(customer: Customer, stack: LocalStack) -> None:
    """Invariant 6: the goods leave the shelf, the card is charged their price, the parcel is booked."""
    before = books(stack)

    order = customer.order()
    customer.follow(order)

    after = books(stack)
    assert after.standing(order) == EVERYTHING
    assert {sku: before.left(sku) - after.left(sku) for sku in TEA_FOR_FOUR} == TEA_FOR_FOUR
    assert after.money() == 8900
    assert after.orders() == {(order, 1)}
    (execution,) = executions_of(stack, order)
    assert execution.way == ("Reserve", "Charge", "Ship", "Confirm")
    assert execution.tries == {"Reserve": 1, "Charge": 1, "Ship": 1}
    assert execution.status == "SUCCEEDED"


def test_an_order_is_pending_then_running_then_succeeded(customer: Customer, stack: LocalStack) -> None:
    stack.disable("order-starter")
    stack.disable("settle")
    order = customer.order()

    stack.clock.advance(minutes=1)
    pending = customer.look(order)
    assert (pending.status, pending.attempt, pending.started_at) == ("PENDING", 0, None)

    stack.enable("order-starter")
    stack.clock.advance(minutes=1)
    running = customer.look(order)
    assert (running.status, running.attempt, running.ended_at) == ("RUNNING", 1, None)

    stack.enable("settle")
    succeeded = customer.follow(order, within=1)
    assert succeeded.status == "SUCCEEDED"
    assert succeeded.started_at is not None
    assert succeeded.ended_at is not None
    assert succeeded.submitted_at < succeeded.started_at < succeeded.ended_at


def test_whoever_waits_for_an_order_hears_of_its_end_at_once(customer: Customer, stack: LocalStack) -> None:
    began = stack.hub.now()

    answer = customer.http.get(f"/jobs/{customer.order()}", params={"wait": 20})

    assert answer.json()["status"] == "SUCCEEDED"
    assert stack.hub.now() - began < 1


def test_what_tells_of_an_order_s_end_is_told_once(customer: Customer, stack: LocalStack) -> None:
    customer.follow(customer.order())

    stack.clock.advance(seconds=1)

    assert Account(stack).depth("settle") == 0
