"""Reports from end to end: what is told on the bus is in the files that a result links to."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.orders import Customer
from tests.flow.report.sales import JANUARY, MUG, TEAPOT, Sold, order_ended, put, rows_of, tell, text_of


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all: each test asks for a month of its own."""
    with LocalStack(warm_assembly) as stack:
        yield stack


def test_a_month_of_sales_becomes_a_csv_and_a_pdf(caller: Caller, stack: LocalStack) -> None:
    alice = caller.user.user_id
    tell(
        stack,
        Sold("1", alice, "2026-01-14T10:00:00Z", {MUG: 2, TEAPOT: 1}),
        Sold("2", alice, "2026-01-14T23:59:59Z", {MUG: 1}),
        Sold("3", alice, "2026-01-15T00:30:00+01:00", {TEAPOT: 3}),
        Sold("4", alice, "2026-01-20T08:00:00Z", status="refunded"),
        Sold("5", alice, "2026-01-20T08:00:00Z", currency="USD"),
        Sold("6", alice, "2026-02-01T00:00:00Z"),
    )

    job = caller.follow(caller.submit("report", {**JANUARY, "title": "Alice's January"}))

    assert job.status == "SUCCEEDED"
    assert rows_of(caller, job) == [
        ("2026-01-14", MUG, "completed", "2", "3", "37.50"),
        ("2026-01-14", TEAPOT, "completed", "2", "4", "156.00"),
        ("2026-01-20", MUG, "refunded", "1", "1", "12.50"),
    ]
    assert job.result is not None
    facts = {name: value for name, value in job.result.items() if name not in ("csv", "pdf")}
    assert facts == {
        "first_day": "2026-01-01",
        "last_day": "2026-01-31",
        "currency": "EUR",
        "sales": 3,
        "revenue": 19350,
        "rows": 3,
        "pages": 2,
        "other_currencies": {"USD": 1},
    }
    text = text_of(caller, job)
    for part in ("Alice's January", "193.50", "Mug, blue", "Refunded", "1 in USD", "2 of 2"):
        assert part in text


def test_an_owner_s_report_has_nobody_else_s_sales(
    caller: Caller, stranger: Caller, stack: LocalStack
) -> None:
    wanted = {"from": "2025-03-01", "to": "2025-03-31", "currency": "EUR"}
    tell(
        stack,
        Sold("a", caller.user.user_id, "2025-03-03T10:00:00Z"),
        Sold("b", stranger.user.user_id, "2025-03-04T10:00:00Z", {TEAPOT: 1}),
    )

    alice, bob = (who.follow(who.submit("report", wanted)) for who in (caller, stranger))

    assert rows_of(caller, alice) == [("2025-03-03", MUG, "completed", "1", "1", "12.50")]
    assert rows_of(stranger, bob) == [("2025-03-04", TEAPOT, "completed", "1", "1", "39.00")]


def test_a_sale_told_twice_late_and_in_any_order_counts_once_as_it_is_now(
    caller: Caller, stack: LocalStack
) -> None:
    sold = Sold("c", caller.user.user_id, "2025-04-03T10:00:00Z", {MUG: 2})
    corrected = Sold("c", caller.user.user_id, "2025-04-04T10:00:00Z", {MUG: 3}, revision=2)
    tell(stack, corrected, sold, sold, corrected)
    stack.clock.advance(minutes=1)
    tell(stack, sold)

    job = caller.follow(
        caller.submit("report", {"from": "2025-04-01", "to": "2025-04-30", "currency": "EUR"})
    )

    assert rows_of(caller, job) == [("2025-04-04", MUG, "completed", "1", "3", "37.50")]


def test_an_order_that_succeeded_in_its_second_run_is_one_sale_whichever_is_heard_first(
    caller: Caller, stack: LocalStack
) -> None:
    alice = caller.user.user_id
    second = order_ended(alice, 5, "SUCCEEDED", {"total": 8900, "currency": "EUR"})
    put(stack, "JobSucceeded", [second], source="offload.jobs")
    put(stack, "JobFailed", [order_ended(alice, 2, "FAILED")], source="offload.jobs")

    job = caller.follow(
        caller.submit("report", {"from": "2025-05-01", "to": "2025-05-31", "currency": "EUR"})
    )

    assert rows_of(caller, job) == [("2025-05-05", "order", "completed", "1", "1", "89.00")]


def test_an_order_placed_here_is_in_the_report_without_being_told_by_anybody(
    caller: Caller, stack: LocalStack
) -> None:
    customer = Customer(stack, caller.user)
    assert customer.follow(customer.order()).status == "SUCCEEDED"
    assert customer.follow(customer.order(card="tok_decline")).status == "FAILED"
    stack.clock.advance(seconds=5)
    today = f"{datetime.fromtimestamp(stack.hub.now(), UTC):%Y-%m-%d}"

    job = caller.follow(caller.submit("report", {"from": today, "to": today, "currency": "EUR"}))

    assert rows_of(caller, job) == [
        (today, "order", "completed", "1", "1", "89.00"),
        (today, "order", "failed", "1", "1", "0.00"),
    ]


def test_a_period_without_sales_is_a_report_as_well(caller: Caller) -> None:
    job = caller.follow(caller.submit("report", {"period": "last_month", "currency": "EUR"}))

    assert rows_of(caller, job) == []
    assert "Nothing was sold in this period" in text_of(caller, job)


@pytest.mark.parametrize(
    ("wanted", "status", "why"),
    [
        ({"from": "2026-01-01", "currency": "EUR"}, 400, "exactly one schema"),
        ({**JANUARY, "currency": "Euro"}, 400, "[A-Z]{3}"),
        ({**JANUARY, "to": "2027-01-02"}, 202, "at most 366"),
        ({**JANUARY, "to": "2025-12-31"}, 202, "before it begins"),
    ],
)
def test_a_period_that_cannot_be_is_refused_with_the_reason(
    caller: Caller, account: Account, wanted: dict[str, str], status: int, why: str
) -> None:
    answer = caller.http.post("/jobs/report", json=wanted)

    assert answer.status_code == status
    if status == 202:
        job = caller.follow(answer.json()["id"], within=1)
        assert (job.status, job.failure, job.attempt) == ("FAILED", "InvalidPayload", 1)
        assert job.error is not None
        assert why in job.error.message
        assert account.depth("report-dlq") == 0
    else:
        assert why in answer.text


def test_what_is_no_sale_goes_to_the_dlq_with_the_reason_and_its_neighbours_into_the_ledger(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    good = Sold("g", caller.user.user_id, "2025-06-03T10:00:00Z")
    half = Sold("h", caller.user.user_id, "2025-06-03T10:00:00Z", {MUG: 0})
    put(stack, "SaleRecorded", [half.detail, good.detail, {**good.detail, "version": 2}])
    put(stack, "JobSucceeded", [order_ended(caller.user.user_id, 2, "SUCCEEDED")], source="offload.jobs")

    why = "\n".join(
        sorted(message.reason["error_message"] for message in account.messages("report-sales-dlq"))
    )
    assert why.count("validation error") == 2
    assert "detail.sale.lines.0.quantity" in why
    assert "detail.version" in why
    (order,) = account.messages("report-orders-dlq")
    assert order.reason["error_type"] == "NoTotal"
    assert account.depth("report-sales") == account.depth("report-orders") == 0
    job = caller.follow(
        caller.submit("report", {"from": "2025-06-01", "to": "2025-06-30", "currency": "EUR"})
    )
    assert rows_of(caller, job) == [("2025-06-03", MUG, "completed", "1", "1", "12.50")]
