"""Whatever is ordered, and whatever becomes of it: no piece and no cent is lost or made."""

import random
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.callers import ShownJob
from tests.flow.order.desks import Desk, approver, carrier
from tests.flow.order_books import EVERYTHING, NOTHING, PRICES, WRITTEN_OFF, books
from tests.flow.order_operator import Operator
from tests.flow.orders import Customer, an_order

CARDS = ("tok_approve", "tok_approve", "tok_timeout_once", "tok_timeout", "tok_decline")
POSTCODES = ("SW1Y 4JH", "SW1Y 4JH", "REFUSE-ONCE", "REFUSE")


def order_something(customer: Customer, chance: random.Random) -> str:
    """Place an order that may well fail, at any step; return the job's id."""
    skus = chance.sample([*PRICES, "NO-SUCH-TEA"], k=chance.randint(1, 2))
    order = an_order(
        {sku: chance.choice((1, 2, 3, 60)) for sku in skus},
        card=chance.choice(CARDS),
        postcode=chance.choice(POSTCODES),
    )
    return customer.submit("order", {**order, "delivery": chance.choice(("post", "courier"))})


def answer_what_waits(carol: Desk, swift: Desk, chance: random.Random) -> None:
    """Let the approver and the carrier answer something, each as it comes."""
    for waiting in carol.waiting():
        carol.answer(str(waiting["id"]), decision=chance.choice(("approve", "approve", "reject")))
    for waiting in swift.waiting():
        swift.answer(str(waiting["id"]), status=chance.choice(("delivered", "delivered", "lost", "returned")))


def total_of(job: ShownJob) -> int:
    """Return what the customer was told to have paid, in cents."""
    total = job.result["total"] if job.result is not None else 0
    assert isinstance(total, int)
    return total


@pytest.mark.parametrize("seed", range(2))
def test_goods_and_money_are_where_the_ends_of_the_orders_say(warm_assembly: Path, seed: int) -> None:
    with LocalStack(warm_assembly, seed=seed) as stack:
        customer, chance = Customer(stack), random.Random(seed)
        Operator(stack).silence("sweep")
        orders = [order_something(customer, chance) for _ in range(14)]

        for _ in range(3):
            stack.clock.advance(minutes=3)
            answer_what_waits(approver(stack), carrier(stack), chance)
        jobs = [customer.follow(order) for order in orders]

        found = books(stack)
        for job in jobs:
            left = WRITTEN_OFF if job.failure == "ParcelLost" else NOTHING
            assert found.standing(job.id) == (EVERYTHING if job.status == "SUCCEEDED" else left), job
        assert found.money() == sum(total_of(job) for job in jobs) > 0
        assert found.lost_pieces() == {}
        assert min(found.shelf.values()) >= 0
