"""The same order comes more than once: from its customer, from SQS. It is one order, and one charge."""

from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.order_books import EVERYTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.orders import Customer


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


def test_another_payload_under_the_same_key_is_not_another_order(
    customer: Customer, stack: LocalStack
) -> None:
    first = customer.order(key="tea-time")
    ended = customer.follow(first)
    stack.clock.advance(minutes=10)

    assert customer.order({"MUG-BLUE": 1}, key="tea-time") == first

    stack.clock.advance(minutes=1)
    assert customer.look(first) == ended
    assert books(stack).money() == 8900


@pytest.mark.parametrize("seed", range(3))
def test_a_message_delivered_five_times_at_once_is_one_charge(warm_assembly: Path, seed: int) -> None:
    """Invariant 2, whoever of the five comes first."""
    with LocalStack(warm_assembly, seed=seed) as stack:
        customer, account = Customer(stack), Account(stack)
        stack.disable("order-starter")
        order = customer.order()
        stack.settle()
        (message,) = account.messages("order")
        for _ in range(4):
            account.send("order", message.body)
        stack.enable("order-starter")

        assert customer.follow(order).status == "SUCCEEDED"
        stack.clock.advance(seconds=200)

        (execution,) = executions_of(stack, order)
        assert set(execution.tries.values()) == {1}
        assert books(stack).standing(order) == EVERYTHING
        assert account.depth("order") == account.depth("order-dlq") == 0


def test_a_message_that_comes_again_after_the_end_does_nothing(
    customer: Customer, account: Account, stack: LocalStack
) -> None:
    stack.disable("order-starter")
    order = customer.order()
    stack.settle()
    (message,) = account.messages("order")
    stack.enable("order-starter")
    ended = customer.follow(order)

    account.send("order", message.body)
    stack.clock.advance(minutes=1)

    assert customer.look(order) == ended
    assert len(executions_of(stack, order)) == 1
    assert account.depth("order") == 0
