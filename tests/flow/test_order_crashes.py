"""Each function of an order dies between any two of its AWS calls, and the order ends as if none had died.

DESIGN's invariants hold at every point: 1 (the order is not lost), 2 (one effect per run) and 6 (all its
effects, or all compensated, in reverse order, once).
"""

import pytest

from local.stack import LocalStack
from tests.flow.crash_points import crash_points
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions
from tests.flow.orders import Customer

#: A message whose function died is visible again after six times that function's timeout.
BACK_ON_THEIR_QUEUES_SECONDS = 6 * 30


@pytest.mark.parametrize(
    "function", ["order-starter", "order-reserve", "order-charge", "order-ship", "settle"]
)
def test_an_order_goes_through_wherever_a_function_dies(stack: LocalStack, function: str) -> None:
    """Invariants 1, 2 and 6: all of its effects, once."""
    customer = Customer(stack)
    calls = stack.faults.record(function)
    undisturbed = customer.order()
    customer.follow(undisturbed)

    died = {}
    for point in crash_points(function, calls):
        point.set(stack)
        order = customer.order()
        assert customer.follow(order).status == "SUCCEEDED", point
        died[order] = point
    stack.clock.advance(seconds=BACK_ON_THEIR_QUEUES_SECONDS)

    assert set(customer.page(status="SUCCEEDED", limit=100).ids) == {undisturbed, *died}
    found = books(stack)
    assert {died[order]: found.standing(order) for order in died} == dict.fromkeys(died.values(), EVERYTHING)
    assert found.money() == 8900 * (len(died) + 1)
    assert found.lost_pieces() == {}
    ways = [execution.way for execution in executions(stack)]
    assert ways == [("Reserve", "Charge", "Ship", "Confirm")] * (len(died) + 1)


@pytest.mark.parametrize("function", ["order-withdraw", "order-refund", "order-release"])
def test_a_refused_order_is_taken_back_wherever_a_compensation_dies(stack: LocalStack, function: str) -> None:
    """Invariants 1, 2 and 6: all compensated, in reverse order, once."""
    customer = Customer(stack)
    calls = stack.faults.record(function)
    customer.follow(customer.order(postcode="REFUSE"))

    died = {}
    for point in crash_points(function, calls):
        point.set(stack)
        order = customer.order(postcode="REFUSE")
        assert customer.follow(order).failure == "ShipmentRefused", point
        died[order] = point
    stack.clock.advance(seconds=BACK_ON_THEIR_QUEUES_SECONDS)

    found = books(stack)
    assert {died[order]: found.standing(order) for order in died} == dict.fromkeys(died.values(), NOTHING)
    assert (found.money(), found.lost_pieces()) == (0, {})
    ways = [execution.way for execution in executions(stack)]
    back = ("Reserve", "Charge", "Ship", "Withdraw", "Refund", "Release", "Compensated")
    assert ways == [back] * (len(died) + 1)
