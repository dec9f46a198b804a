"""The starter dies on any of its attempts, or is slow: its order runs once, or is reported."""

import pytest

from local.stack import LocalStack
from tests.flow.order_books import EVERYTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer, an_order

ATTEMPTS = 3


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.fixture
def operator(stack: LocalStack) -> Operator:
    return Operator(stack)


def die_before_the_start(stack: LocalStack, times: int) -> None:
    """Let the starter die so many times with its job claimed and no execution begun."""
    for nth in range(1, times + 1):
        stack.faults.crash_before_call("order-starter", "stepfunctions", "StartExecution", nth=nth)


@pytest.mark.parametrize("attempt", range(1, ATTEMPTS + 1))
def test_an_order_whose_starter_died_with_the_execution_begun_runs_once_though_its_event_is_lost(
    customer: Customer, operator: Operator, stack: LocalStack, attempt: int
) -> None:
    """Invariants 1 and 2."""
    operator.silence("settle")
    die_before_the_start(stack, attempt - 1)
    stack.faults.crash_after_call("order-starter", "stepfunctions", "StartExecution")

    order = customer.order()
    job = customer.follow(order)

    assert (job.status, job.attempt) == ("SUCCEEDED", min(attempt + 1, ATTEMPTS))
    (execution,) = executions_of(stack, order)
    assert set(execution.tries.values()) == {1}
    assert books(stack).standing(order) == EVERYTHING


def test_an_order_whose_execution_never_began_is_in_the_dlq_and_runs_once_it_is_redriven(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    """Invariants 4 and 5: tried exactly its attempts, then FAILED and in the DLQ."""
    die_before_the_start(stack, ATTEMPTS)
    order = customer.order()

    job = customer.follow(order)

    assert (job.status, job.failure, job.attempt) == ("FAILED", "ExecutionMissing", ATTEMPTS)
    assert executions_of(stack, order) == []
    assert books(stack).entries == ()
    (dead,) = operator.messages("order-dlq")
    assert (dead.json["id"], dead.json["run"]) == (order, 1)
    assert dead.reason["error_type"] == "ExecutionMissing"

    operator.redrive("order")

    assert customer.follow(order, run=2).status == "SUCCEEDED"
    assert books(stack).standing(order, 2) == EVERYTHING
    assert books(stack).orders() == {(order, 2)}


def test_an_execution_that_step_functions_refuses_at_first_is_begun_by_a_later_attempt(
    customer: Customer, stack: LocalStack
) -> None:
    stack.faults.fail_call(
        "order-starter", "stepfunctions", "StartExecution", error="AccessDeniedException", status=400, times=2
    )
    order = customer.order()

    job = customer.follow(order, within=30)

    assert (job.status, job.attempt) == ("SUCCEEDED", ATTEMPTS)
    assert books(stack).money() == 8900


def test_an_order_may_end_before_its_starter_has_handed_it_over(
    customer: Customer, stack: LocalStack
) -> None:
    # The claim, and then the hand-over.
    stack.faults.delay_call("order-starter", "dynamodb", "UpdateItem", seconds=5, times=2)
    order = customer.order()
    ended = customer.follow(order, within=9)
    assert ended.status == "SUCCEEDED"

    stack.clock.advance(minutes=10)

    assert customer.look(order) == ended
    assert len(executions_of(stack, order)) == 1


def test_a_starter_that_comes_back_after_the_end_changes_nothing(
    customer: Customer, operator: Operator, stack: LocalStack
) -> None:
    stack.faults.crash_after_call("order-starter", "stepfunctions", "StartExecution")
    order = customer.order()
    ended = customer.follow(order, within=10)
    assert (ended.status, operator.depth("order")) == ("SUCCEEDED", 1)

    stack.clock.advance(minutes=10)

    assert operator.depth("order") == 0
    assert customer.look(order) == ended
    assert len(executions_of(stack, order)) == 1


def test_a_payload_too_large_for_the_job_store_is_read_from_the_bucket(
    customer: Customer, operator: Operator
) -> None:
    """The API lets no such order in; what else puts messages onto the intake queue may."""
    about = {"kind": "submission", "owner": customer.user.user_id, "id": "order.large", "type": "order"}
    operator.send_to_intake({**about, "submitted_at": 0, "payload": an_order() | {"note": "x" * 100_000}})

    assert customer.follow("order.large").status == "SUCCEEDED"
