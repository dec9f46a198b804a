"""The saga failing at each of its steps: the cause is told, and what was done is taken back, last first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.order_books import EVERYTHING, NOTHING, books
from tests.flow.order_executions import executions_of
from tests.flow.orders import TEA_FOR_FOUR, Customer


@dataclass(frozen=True)
class Failing:
    """An order that cannot go through: how it is placed, and what becomes of it."""

    error: str
    message: str
    way: tuple[str, ...]
    items: Mapping[str, int] = field(default_factory=lambda: TEA_FOR_FOUR)
    card: str = "tok_approve"
    postcode: str = "SW1Y 4JH"
    undone: frozenset[str] = NOTHING
    tries: int = 1

    def place(self, customer: Customer) -> str:
        """Place it; return the job's id."""
        return customer.order(self.items, card=self.card, postcode=self.postcode)


RESERVATION = frozenset({"reservation"})
CHARGE = frozenset({"sandbox-charge"})

CASES = {
    "an article the shop does not sell": Failing(
        error="UnknownSku",
        message="not in the price list: NO-SUCH-TEA",
        way=("Reserve", "Release"),
        items={"TEAPOT-1L": 1, "NO-SUCH-TEA": 1},
    ),
    "more pieces than there are": Failing(
        error="OutOfStock",
        message="not enough pieces left of KETTLE-GONG",
        way=("Reserve", "Release"),
        items={"TEAPOT-1L": 1, "KETTLE-GONG": 4},
    ),
    "a card that is declined": Failing(
        error="CardDeclined",
        message="the card was declined",
        way=("Reserve", "Charge", "Refund", "Release"),
        card="tok_decline",
        undone=RESERVATION,
    ),
    "a provider that charges and never answers": Failing(
        error="ProviderTimeout",
        message="the payment provider did not answer in time",
        way=("Reserve", "Charge", "Refund", "Release"),
        card="tok_timeout",
        undone=RESERVATION | CHARGE,
        tries=6,
    ),
    "an address that is refused": Failing(
        error="ShipmentRefused",
        message="the carrier does not deliver to REFUSE",
        way=("Reserve", "Charge", "Ship", "Withdraw", "Refund", "Release"),
        postcode="REFUSE",
        undone=RESERVATION | CHARGE | {"charge"},
    ),
}


@pytest.fixture
def customer(stack: LocalStack) -> Customer:
    return Customer(stack)


@pytest.mark.parametrize("failing", CASES.values(), ids=CASES)
def test_an_order_that_fails_says_why_and_takes_back_what_it_did_last_first(
    customer: Customer, stack: LocalStack, failing: Failing
) -> None:
    """Invariant 6."""
    order = failing.place(customer)

    job = customer.follow(order)

    assert (job.status, job.result) == ("FAILED", None)
    assert job.error is not None
    assert (job.error.type, job.error.message) == (failing.error, failing.message)
    found = books(stack)
    assert found.standing(order) == NOTHING
    assert found.undone(order) == failing.undone
    assert (found.money(), found.lost_pieces()) == (0, {})
    (execution,) = executions_of(stack, order)
    assert execution.status == "FAILED"
    assert execution.way == (*failing.way, "Compensated")
    # What trying again cannot mend is tried once.
    failed = [state for state in failing.way if state in ("Reserve", "Charge", "Ship")][-1]
    assert execution.tries == {state: failing.tries if state == failed else 1 for state in failing.way}


def test_an_answer_of_the_provider_that_is_lost_once_charges_once(
    customer: Customer, stack: LocalStack
) -> None:
    order = customer.order(card="tok_timeout_once")

    job = customer.follow(order)

    assert job.status == "SUCCEEDED"
    assert executions_of(stack, order)[0].tries["Charge"] == 2
    assert books(stack).standing(order) == EVERYTHING
    assert books(stack).money() == 8900


def test_what_one_order_gave_back_another_can_buy(customer: Customer) -> None:
    refused = customer.order({"CADDY-LAST": 1}, postcode="REFUSE")
    customer.follow(refused)

    assert customer.follow(customer.order({"CADDY-LAST": 1})).status == "SUCCEEDED"


def test_a_failed_order_is_its_customer_s_to_mend_and_not_in_the_dlq(
    customer: Customer, account: Account
) -> None:
    customer.follow(customer.order(postcode="REFUSE"))

    assert account.depth("order-dlq") == 0
