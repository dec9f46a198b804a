"""What goes wrong on the way is tried again, and what never can go well is shown to somebody."""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.report.sales import JANUARY, MUG, Sold, order_ended, put, rows_of, tell


def test_a_ledger_that_refuses_has_each_sale_in_the_end(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    alice = caller.user.user_id
    for function in ("report-sales", "report-orders"):
        stack.faults.fail_call(function, "dynamodb", "PutItem", error="AccessDeniedException", status=400)
    order = order_ended(alice, 2, "SUCCEEDED", {"total": 8900, "currency": "EUR"})

    tell(stack, Sold("1", alice), Sold("2", alice))
    put(stack, "JobSucceeded", [order, {**order, "result": None}], source="offload.jobs")
    put(stack, "SaleRecorded", [{"version": 2}])
    stack.clock.advance(seconds=10)  # the backoff of a first attempt is 2 s at most

    job = caller.follow(caller.submit("report", {**JANUARY, "from": "2025-05-01"}))
    assert rows_of(caller, job) == [
        ("2025-05-05", "order", "completed", "1", "1", "89.00"),
        ("2026-01-14", MUG, "completed", "2", "2", "25.00"),
    ]
    assert account.depth("report-sales") == account.depth("report-orders") == 0
    assert account.depth("report-sales-dlq") == account.depth("report-orders-dlq") == 1


def test_a_worker_that_dies_is_followed_by_one_that_overwrites_what_it_left(
    caller: Caller, stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    stack.faults.crash_after_call("report", "s3", "PutObject")

    job = caller.follow(caller.submit("report", JANUARY))

    assert Deaths(stack, log).of("report") == 1
    assert (job.status, job.attempt) == ("SUCCEEDED", 2)
    name = f"results/{caller.user.user_id}/{job.id}/1/sales-2026-01-01-to-2026-01-31"
    assert account.objects(f"results/{caller.user.user_id}/{job.id}/") == [f"{name}.csv", f"{name}.pdf"]
    assert rows_of(caller, job) == []


def test_a_report_that_cannot_be_made_is_tried_again_and_then_left_to_a_person(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call(
        "report", "dynamodb", "Query", error="ResourceNotFoundException", status=400, times=3
    )

    job = caller.follow(caller.submit("report", JANUARY), within=60)

    assert (job.status, job.attempt) == ("FAILED", 3)
    assert account.depth("report-dlq") == 1
    account.redrive("report")
    again = caller.follow(job.id, run=2)
    assert (again.status, again.run) == ("SUCCEEDED", 2)
    assert account.depth("report-dlq") == 0


def test_a_payload_that_no_gateway_has_seen_is_judged_by_the_contract(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    submission = {
        "kind": "submission",
        "owner": caller.user.user_id,
        "id": "report.large",
        "type": "report",
        "submitted_at": int(stack.hub.now() * 1000),
        "payload": {**JANUARY, "title": "A" * 100_000},
    }

    account.send_to_intake(submission)

    job = caller.follow("report.large", within=60)
    assert (job.status, job.failure, job.attempt) == ("FAILED", "InvalidPayload", 1)
    assert job.error is not None
    assert "title: String should have at most 80 characters" in job.error.message
