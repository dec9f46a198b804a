"""A workflow ends, or never begins, and nobody hears of it: the sweep asks, and may die while it does."""

import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.crash_points import crash_points
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer

#: The sweep comes every minute, and looks at a workflow that has been silent for five.
SILENCE_SECONDS = 300
BETWEEN_SWEEPS_SECONDS = 60


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.fixture
def operator(stack: LocalStack) -> Operator:
    return Operator(stack)


@pytest.mark.parametrize(
    ("postcode", "status", "stands"), [("SW1Y 4JH", "SUCCEEDED", EVERYTHING), ("REFUSE", "FAILED", NOTHING)]
)
def test_an_end_whose_event_is_lost_is_found_by_the_sweep(
    customer: Customer,
    operator: Operator,
    stack: LocalStack,
    postcode: str,
    status: str,
    stands: frozenset[str],
) -> None:
    operator.silence("settle")
    order = customer.order(postcode=postcode)
    stack.clock.advance(seconds=SILENCE_SECONDS - 1)
    assert customer.look(order).status == "RUNNING"

    job = customer.follow(order, within=1 + BETWEEN_SWEEPS_SECONDS)

    assert job.status == status
    assert books(stack).standing(order) == stands


def test_an_event_deleted_from_its_queue_is_not_missed(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    stack.disable("settle")
    order = customer.order()
    stack.settle()
    operator.purge("settle")
    stack.enable("settle")

    job = customer.follow(order, within=SILENCE_SECONDS + BETWEEN_SWEEPS_SECONDS)

    assert job.status == "SUCCEEDED"


def test_an_event_that_comes_after_the_sweep_changes_nothing(customer: Customer, stack: LocalStack) -> None:
    stack.disable("settle")
    order = customer.order()
    ended = customer.follow(order)

    stack.enable("settle")
    stack.clock.advance(minutes=1)

    assert customer.look(order) == ended


def test_a_workflow_that_takes_long_is_left_alone_by_the_sweep(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    operator.silence("settle")
    operator.switch_off("order-withdraw")
    order = customer.order(postcode="REFUSE")

    stack.clock.advance(seconds=SILENCE_SECONDS + BETWEEN_SWEEPS_SECONDS)

    assert [execution.status for execution in executions_of(stack, order)] == ["RUNNING"]
    assert customer.look(order).status == "RUNNING"
    operator.switch_on("order-withdraw")
    assert customer.follow(order).failure == "ShipmentRefused"
    assert books(stack).standing(order) == NOTHING


def test_the_sweep_may_die_anywhere(customer: Customer, operator: Operator, stack: LocalStack) -> None:
    """Invariants 1 and 2."""
    for rule in ("settle", "sweep"):
        operator.silence(rule)

    def sweep_an_order() -> str:
        order = customer.order()
        stack.clock.advance(seconds=SILENCE_SECONDS + 1)
        operator.send("sweep", "{}")
        return customer.follow(order).status

    calls = stack.faults.record("sweep")
    assert sweep_an_order() == "SUCCEEDED"

    # The queries of the index's shards are alike.
    for point in crash_points("sweep", dict.fromkeys(calls)):
        point.set(stack)
        assert sweep_an_order() == "SUCCEEDED", point

    assert books(stack).lost_pieces() == {}
    assert books(stack).money() == 8900 * len(books(stack).orders())


def test_the_sweep_may_die_while_it_reports_an_order_that_never_began(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    """Invariants 1, 2 and 4: in the DLQ, perhaps twice, and redriven from there once."""
    orders = []
    for point in crash_points("sweep", (AwsCall("sqs", "SendMessage"), AwsCall("dynamodb", "UpdateItem"))):
        stack.faults.fail_call(
            "order-starter",
            "stepfunctions",
            "StartExecution",
            error="AccessDeniedException",
            status=400,
            times=3,
        )
        point.set(stack)
        orders.append(customer.order())
        assert customer.follow(orders[-1]).failure == "ExecutionMissing", point
        assert orders[-1] in [message.json["id"] for message in operator.messages("order-dlq")], point

    operator.redrive("order")

    assert [customer.follow(order, run=2).status for order in orders] == ["SUCCEEDED"] * len(orders)
    stack.clock.advance(minutes=10)
    assert [customer.look(order).run for order in orders] == [2] * len(orders)
    assert books(stack).money() == 8900 * len(orders)
