"""A courier's parcel: the order waits for the carrier's word, and ends as it says."""

import pytest

from local.stack import LocalStack
from local.users import ALICE, CAROL
from tests.flow.crash_points import crash_points
from tests.flow.deaths import writes
from tests.flow.order.desks import Desk, by_courier, carrier
from tests.flow.order_books import EVERYTHING, NOTHING, PRICES, WRITTEN_OFF, books
from tests.flow.order_executions import executions_of
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer
from tests.flow.problems import problem_of

THERE = ("Reserve", "Charge", "Ship", "Deliver")
BACK = ("Withdraw", "Refund", "Release", "Compensated")


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    """Alice; the sweep's rule is off, or a day would be 1,440 of its minutes."""
    Operator(stack).silence("sweep")
    return Customer(stack)


@pytest.fixture
def swift(stack: LocalStack) -> Desk:
    return carrier(stack)


def test_an_order_ends_as_its_carrier_says(customer: Customer, swift: Desk, stack: LocalStack) -> None:
    """Invariant 6: all effects; or all compensated, but for goods that nobody has any more."""
    delivered, lost, returned = (customer.submit("order", by_courier()) for _ in range(3))
    stack.settle()
    parcels = {str(parcel["tracking"]): str(parcel["id"]) for parcel in swift.waiting()}
    trackings = {
        order: books(stack).facts("sandbox-booking", order)["tracking"]
        for order in (delivered, lost, returned)
    }
    assert set(parcels) == set(trackings.values())
    assert customer.look(delivered).status == "RUNNING"

    says = {delivered: "delivered", lost: "lost", returned: "returned"}
    for order, status in says.items():
        parcel = parcels[trackings[order]]
        reported = swift.answer(parcel, status=status, note="says the driver")
        assert (reported.status_code, reported.json()["status"]) == (200, status)
        assert swift.answer(parcel, status=status).json() == reported.json()
    contradicting = swift.answer(parcels[trackings[lost]], status="delivered")
    assert (contradicting.status_code, contradicting.json()["answer"]) == (409, "lost")

    jobs = {order: customer.follow(order) for order in says}
    assert [job.failure for job in jobs.values()] == [None, "ParcelLost", "ParcelReturned"]
    errors = [job.error.message for job in jobs.values() if job.error is not None]
    assert errors == ["says the driver"] * 2
    found = books(stack)
    assert [found.standing(order) for order in says] == [EVERYTHING, WRITTEN_OFF, NOTHING]
    assert (found.money(), found.lost_pieces(), swift.waiting()) == (8900, {}, [])
    assert found.left("TEAPOT-1L") == PRICES["TEAPOT-1L"].opening_stock - 2
    ways = [executions_of(stack, order)[0].way for order in says]
    assert ways == [(*THERE, "Confirm"), (*THERE, "WriteOff", *BACK), (*THERE, *BACK)]


def test_who_may_report(customer: Customer, swift: Desk, stack: LocalStack) -> None:
    order = customer.submit("order", by_courier())
    parcel = swift.next()

    for user in (ALICE, CAROL):
        assert stack.http(user).get("/deliveries").status_code == 403
        assert Desk(stack, user, "/deliveries").answer(parcel, status="delivered").status_code == 403
    assert swift.http.get("/jobs").status_code == 403
    assert swift.http.post("/jobs/order", json=by_courier()).status_code == 403
    assert swift.answer("0" * 32, status="delivered").status_code == 404
    assert swift.answer(parcel, status="eaten").status_code == 400

    stack.faults.crash_after_call("order-deliveries", "dynamodb", "UpdateItem")
    assert swift.answer(parcel, status="delivered").status_code == 502
    stack.clock.advance(hours=1)
    assert customer.follow(order).status == "SUCCEEDED", "what it had written down was heard all the same"


def test_a_parcel_nobody_has_heard_of_in_time_counts_as_lost(
    customer: Customer, swift: Desk, stack: LocalStack
) -> None:
    order = customer.submit("order", by_courier())
    parcel = swift.next()
    Operator(stack).set_in_own_table(f"question#{parcel}", answer_by=stack.hub.now() + 60)

    stack.clock.advance(seconds=60)
    late = swift.answer(parcel, status="delivered")

    assert late.status_code == 409
    assert problem_of(late).detail == "nobody waits for this answer any more: the time to answer is over"
    stack.clock.advance(hours=1)
    assert customer.follow(order).failure == "DeliveryOverdue"
    assert books(stack).standing(order) == WRITTEN_OFF
    assert (books(stack).money(), books(stack).lost_pieces()) == (0, {})


def test_an_order_cancelled_while_its_parcel_is_on_the_way_is_taken_back(
    customer: Customer, swift: Desk, stack: LocalStack
) -> None:
    order, arrived = (customer.submit("order", by_courier()) for _ in range(2))
    stack.settle()
    parcels = {str(parcel["tracking"]): str(parcel["id"]) for parcel in swift.waiting()}
    tracking = books(stack).facts("sandbox-booking", arrived)["tracking"]

    assert [customer.cancel(each).status_code for each in (order, arrived)] == [202, 202]
    assert swift.answer(parcels.pop(tracking), status="delivered").status_code == 200

    assert customer.follow(arrived).status == "SUCCEEDED", "too late: it was there already"
    stack.clock.advance(hours=1)
    assert customer.follow(order).status == "CANCELLED"
    assert (books(stack).standing(arrived), books(stack).standing(order)) == (EVERYTHING, NOTHING)
    assert (books(stack).money(), books(stack).lost_pieces()) == (8900, {})
    (parcel,) = parcels.values()
    assert swift.answer(parcel, status="delivered").status_code == 409


@pytest.mark.parametrize("function", ["order-deliver", "order-deliveries", "order-writeoff"])
def test_a_lost_parcel_is_paid_back_wherever_a_function_dies(
    customer: Customer, swift: Desk, stack: LocalStack, function: str
) -> None:
    """Invariants 2 and 6: a loss is written off once, and a report is heard though its ring was lost."""

    def lose_one() -> str:
        order = customer.submit("order", by_courier())
        parcel = swift.next()
        if swift.answer(parcel, status="lost").status_code == 502:
            if swift.waiting():
                assert swift.answer(parcel, status="lost").status_code == 200
            else:
                stack.clock.advance(hours=1)
        assert customer.follow(order).failure == "ParcelLost"
        return order

    calls = stack.faults.record(function)
    orders = [lose_one()]
    for point in crash_points(function, writes(calls)):
        point.set(stack)
        orders.append(lose_one())

    found = books(stack)
    assert [found.standing(order) for order in orders] == [WRITTEN_OFF] * len(orders)
    assert (found.money(), found.lost_pieces()) == (0, {})
