"""An order above the limit waits for a person: for days, and whatever dies meanwhile."""

import json

import pytest

from local.stack import LocalStack
from local.users import ALICE, BOB, CAROL, CARRIER
from tests.flow.crash_points import crash_points
from tests.flow.deaths import writes
from tests.flow.order.desks import DEAR, Desk, approver
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer, an_order
from tests.flow.problems import problem_of


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    """Alice; the sweep's rule is off, or three days would be 4,320 of its minutes."""
    Operator(stack).silence("sweep")
    return Customer(stack)


@pytest.fixture
def carol(stack: LocalStack) -> Desk:
    return approver(stack)


def test_an_order_waits_three_days_and_goes_on_when_it_is_approved(
    customer: Customer, carol: Desk, stack: LocalStack
) -> None:
    order = customer.submit("order", {**an_order({"MUG-BLUE": 50}), "currency": "GBP"})
    stack.clock.advance(days=3)

    assert customer.look(order).status == "RUNNING"
    assert books(stack).standing(order) == {"reservation"}
    (asked,) = carol.waiting()
    assert (asked["order"], asked["customer"]) == (order, ALICE.user_id)
    assert (asked["amount"], asked["currency"]) == (50 * 1090, "GBP")
    assert asked["items"] == [{"sku": "MUG-BLUE", "quantity": 50}]

    approved = carol.answer(str(asked["id"]), decision="approve", comment="a regular")

    assert (approved.status_code, approved.json()["decided_by"]) == (200, CAROL.user_id)
    assert customer.follow(order).status == "SUCCEEDED"
    assert books(stack).standing(order) == EVERYTHING
    assert (books(stack).lost_pieces(), carol.waiting()) == ({}, [])
    (execution,) = executions_of(stack, order)
    assert execution.way == ("Reserve", "Approve", "Charge", "Ship", "Confirm")
    assert execution.tries["Approve"] == 72, "a turn an hour"


def test_an_order_nobody_decides_about_in_time_is_taken_back(
    customer: Customer, carol: Desk, stack: LocalStack
) -> None:
    order = customer.order(DEAR)
    question = carol.next()
    Operator(stack).set_in_own_table(f"question#{question}", answer_by=stack.hub.now() + 60)

    stack.clock.advance(seconds=60)
    late = carol.answer(question, decision="approve")
    stack.clock.advance(hours=1)

    assert late.status_code == 409
    assert problem_of(late).detail == "nobody waits for this answer any more: the time to answer is over"
    job = customer.follow(order)
    assert job.error is not None
    assert (job.error.type, job.error.message) == ("ApprovalExpired", "nobody answered within 4 days")
    assert (books(stack).standing(order), books(stack).lost_pieces()) == (NOTHING, {})
    assert problem_of(carol.answer(question, decision="approve")).detail.endswith(job.error.message)


def test_an_answer_is_one_answer_however_often_it_comes(
    customer: Customer, carol: Desk, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    order = customer.order(DEAR)
    question = carol.next()

    rejected = carol.answer(question, decision="reject", comment="too many kettles")
    again = carol.answer(question, decision="reject")
    other = carol.answer(question, decision="approve")

    assert (rejected.status_code, again.status_code) == (200, 200)
    assert again.json() == rejected.json()
    assert (other.status_code, other.json()["answer"]) == (409, "reject")
    job = customer.follow(order)
    assert job.error is not None
    assert (job.error.type, job.error.message) == ("ApprovalRejected", "too many kettles")
    assert books(stack).undone(order) == {"reservation"}
    assert carol.answer(question, decision="reject").json() == rejected.json()
    (execution,) = executions_of(stack, order)
    assert execution.way == ("Reserve", "Approve", "Release", "Compensated")
    metrics = [json.loads(line) for _, line in log if '"Answered"' in line]
    assert [(line["kind"], line["word"]) for line in metrics] == [("approval", "reject")]


def test_who_may_decide(customer: Customer, carol: Desk, stack: LocalStack) -> None:
    order = customer.order(DEAR)
    question = carol.next()
    others = [Desk(stack, user, "/approvals") for user in (ALICE, BOB, CARRIER)]

    for other in others:
        assert other.http.get("/approvals").status_code == 403
        assert other.answer(question, decision="approve").status_code == 403
    assert stack.http(None).post(f"/approvals/{question}", json={}).status_code == 403
    assert carol.answer("0" * 32, decision="approve").status_code == 404
    assert carol.answer("nothing", decision="approve").status_code == 404
    assert carol.answer(question, decision="perhaps").status_code == 400
    assert carol.http.get("/approvals", params={"cursor": "x"}).status_code == 400
    assert customer.look(order).status == "RUNNING"

    own = Customer(stack, CAROL).order({"MUG-BLUE": 50})
    stack.settle()
    (mine,) = [waiting for waiting in carol.waiting() if waiting["order"] == own]
    refused = carol.answer(str(mine["id"]), decision="approve")
    assert refused.status_code == 403
    assert problem_of(refused).detail == "nobody decides about an order of their own"


def test_the_token_is_shown_to_nobody(
    customer: Customer, carol: Desk, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    order = customer.order(DEAR)
    question = carol.next()
    token = books(stack).tokens[question]

    answers = [carol.http.get("/approvals"), carol.answer(question, decision="approve")]

    shown = [*(answer.text for answer in answers), customer.follow(order).model_dump_json()]
    assert token not in question
    assert not any(token in text for text in (*shown, *(line for _, line in log)))


def test_an_order_cancelled_while_it_waits_is_taken_back_within_the_hour(
    customer: Customer, carol: Desk, stack: LocalStack
) -> None:
    order, other = customer.order(DEAR), customer.order({"MUG-BLUE": 50})
    stack.settle()
    question, another = (str(waiting["id"]) for waiting in carol.waiting())
    stack.clock.advance(hours=5)

    assert customer.cancel(order).json()["cancel_requested"] is True
    assert customer.cancel(other).status_code == 202
    assert carol.answer(another, decision="approve").status_code == 200

    assert customer.follow(other, within=60).status == "CANCELLED", "the next step reads the flag"
    stack.clock.advance(hours=1)
    assert customer.follow(order).status == "CANCELLED"
    assert books(stack).standing(order) == books(stack).standing(other) == NOTHING
    late = carol.answer(question, decision="approve")
    assert (late.status_code, carol.waiting()) == (409, [])
    assert problem_of(late).detail.endswith("the owner asked to stop the job")


@pytest.mark.parametrize(("decision", "status"), [("approve", "SUCCEEDED"), ("reject", "FAILED")])
def test_an_answer_counts_wherever_the_function_that_takes_it_dies(
    customer: Customer, carol: Desk, stack: LocalStack, decision: str, status: str
) -> None:
    """Invariants 2 and 6: repeated it is heard at once; and unrepeated within the hour."""
    calls = stack.faults.record("order-approvals")
    customer.order(DEAR)
    carol.answer(carol.next(), decision=decision)

    orders = []
    for nth, point in enumerate(crash_points("order-approvals", writes(calls))):
        orders.append(customer.order({"MUG-BLUE": 50}))
        question = carol.next()
        point.set(stack)
        assert carol.answer(question, decision=decision).status_code == 502, point
        if nth % 2 == 0 or carol.waiting():
            assert carol.answer(question, decision=decision).status_code == 200, point
        else:
            stack.clock.advance(hours=1)
        assert customer.follow(orders[-1]).status == status, point

    stands = EVERYTHING if status == "SUCCEEDED" else NOTHING
    assert [books(stack).standing(order) for order in orders] == [stands] * len(orders)
    assert books(stack).lost_pieces() == {}


def test_an_order_goes_on_wherever_the_function_that_asks_dies(
    customer: Customer, carol: Desk, stack: LocalStack
) -> None:
    """Invariant 6: each try of the state has a token of its own, and the question stays one."""
    calls = stack.faults.record("order-approve")
    customer.order(DEAR)
    carol.answer(carol.next(), decision="approve")

    for point in crash_points("order-approve", writes(calls)):
        point.set(stack)
        order = customer.order({"MUG-BLUE": 50})
        assert carol.answer(carol.next(), decision="approve").status_code == 200, point
        assert customer.follow(order).status == "SUCCEEDED", point
        assert books(stack).standing(order) == EVERYTHING
    assert (books(stack).lost_pieces(), carol.waiting()) == ({}, [])
