"""A report on many sales says how far it has come, can be stopped, and survives the death of its worker."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.report.sales import JANUARY, MUG, rows_of

#: Two pages of the ledger.
SALES = 800
DAYS = 31

#: A month with no sales, for what does not depend on them.
QUIET = {"from": "2025-01-01", "to": "2025-01-31", "currency": "EUR"}


@pytest.fixture(scope="module")
def log() -> list[tuple[str, str]]:
    return []


@pytest.fixture(scope="module")
def stack(warm_assembly: Path, log: list[tuple[str, str]]) -> Iterator[LocalStack]:
    """One stack for all, in whose ledger Alice has sold a mug again and again, all January long."""
    with LocalStack(warm_assembly, log=lambda function, line: log.append((function, line))) as stack:
        fill(stack, Caller(stack).user.user_id)
        yield stack


def fill(stack: LocalStack, owner: str) -> None:
    """Write many sales into the ledger, as its subscriber would."""
    dynamodb = stack.client("dynamodb")
    (table,) = (name for name in dynamodb.list_tables()["TableNames"] if "ReportTable" in name)
    for number in range(SALES):
        day = date(2026, 1, 1) + timedelta(days=number * DAYS // SALES)
        dynamodb.put_item(
            TableName=table,
            Item={
                "key": {"S": f"sale/shop/{number}"},
                "owner": {"S": owner},
                "shard": {"S": str(number % 8)},
                "at": {"S": f"{day}T12:00:00.{number % 1000:03}Z"},
                "revision": {"N": "1"},
                "status": {"S": "completed"},
                "currency": {"S": "EUR"},
                "lines": {"L": [{"L": [{"S": MUG}, {"S": "Mug"}, {"N": "1"}, {"N": "1250"}]}]},
            },
        )


def test_the_owner_sees_how_far_it_has_come(caller: Caller, stack: LocalStack) -> None:
    stack.faults.delay_call("report", "dynamodb", "Query", seconds=30, times=2)
    stack.faults.delay_call("report", "s3", "PutObject", seconds=30)
    report = caller.submit("report", JANUARY)

    seen = []
    for _ in range(2):
        stack.clock.advance(seconds=31)
        seen.append(caller.look(report).progress or 0)

    assert 0.1 < seen[0] < 0.6
    assert seen[1] == 0.95
    done = caller.follow(report)
    assert (done.status, done.progress) == ("SUCCEEDED", None)
    rows = rows_of(caller, done)
    assert (len(rows), sum(int(row[4]) for row in rows)) == (DAYS, SALES)


def test_it_stops_between_two_pages_when_its_owner_says_so(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.delay_call("report", "dynamodb", "Query", seconds=30)
    report = caller.submit("report", JANUARY)
    stack.clock.advance(seconds=20)

    assert caller.cancel(report).status_code == 202

    job = caller.follow(report, within=60)
    assert (job.status, job.attempt, job.result) == ("CANCELLED", 1, None)
    assert account.objects(f"results/{caller.user.user_id}/{report}/") == []


def test_a_worker_that_dies_is_followed_by_one_that_overwrites_what_it_left(
    caller: Caller, stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    stack.faults.crash_after_call("report", "s3", "PutObject")

    job = caller.follow(caller.submit("report", QUIET))

    assert Deaths(stack, log).of("report") == 1
    assert (job.status, job.attempt) == ("SUCCEEDED", 2)
    name = f"results/{caller.user.user_id}/{job.id}/1/sales-2025-01-01-to-2025-01-31"
    assert account.objects(f"results/{caller.user.user_id}/{job.id}/") == [f"{name}.csv", f"{name}.pdf"]
    assert rows_of(caller, job) == []


def test_a_ledger_that_cannot_be_read_is_tried_again_and_then_left_to_a_person(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call(
        "report", "dynamodb", "Query", error="ResourceNotFoundException", status=400, times=3
    )

    job = caller.follow(caller.submit("report", QUIET))

    assert (job.status, job.attempt) == ("FAILED", 3)
    assert account.depth("report-dlq") == 1
    account.redrive("report")
    again = caller.follow(job.id, run=2)
    assert (again.status, again.run) == ("SUCCEEDED", 2)
    assert account.depth("report-dlq") == 0
