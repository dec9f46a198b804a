"""Many orders want the same few pieces at the same time: nobody is sold what is not there."""

from pathlib import Path

import pytest

from local.stack import LocalStack
from local.users import ALICE, BOB
from tests.flow.order_books import EVERYTHING, NOTHING, PRICES, books
from tests.flow.orders import Customer


@pytest.mark.parametrize("seed", range(3))
def test_the_last_piece_is_sold_once_and_the_other_is_told(warm_assembly: Path, seed: int) -> None:
    with LocalStack(warm_assembly, seed=seed) as stack:
        stack.disable("order-starter")
        buyers = [Customer(stack, user) for user in (ALICE, BOB)]
        placed = [buyer.order({"CADDY-LAST": 1}) for buyer in buyers]
        stack.enable("order-starter")

        jobs = [buyer.follow(order) for buyer, order in zip(buyers, placed, strict=True)]

        lost, won = sorted(jobs, key=lambda job: job.status)
        assert won.status == "SUCCEEDED"
        assert lost.error is not None
        assert (lost.error.type, lost.error.message) == ("OutOfStock", "not enough pieces left of CADDY-LAST")
        found = books(stack)
        assert (found.standing(won.id), found.standing(lost.id)) == (EVERYTHING, NOTHING)
        assert (found.left("CADDY-LAST"), found.money()) == (0, 2400)


@pytest.mark.parametrize("seed", range(2))
def test_of_twenty_orders_at_once_as_many_go_through_as_there_are_pieces(
    warm_assembly: Path, seed: int
) -> None:
    """Invariant 6 for each of them, whatever the others do."""
    with LocalStack(warm_assembly, seed=seed) as stack:
        stack.disable("order-starter")
        customer = Customer(stack)
        placed = [customer.order({"KETTLE-GONG": 1, "MUG-BLUE": 1}) for _ in range(20)]
        stack.enable("order-starter")

        jobs = [customer.follow(order) for order in placed]

        found = books(stack)
        for job in jobs:
            assert found.standing(job.id) == (EVERYTHING if job.status == "SUCCEEDED" else NOTHING)
        told = [job.error.type if job.error is not None else "" for job in jobs]
        pieces = PRICES["KETTLE-GONG"].opening_stock
        assert sorted(told) == [""] * pieces + ["OutOfStock"] * (20 - pieces)
        assert (found.left("KETTLE-GONG"), found.lost_pieces()) == (0, {})
        assert found.money() == pieces * (14900 + 1250)
