"""A report on many sales says how far it has come, and can be stopped on the way."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.report.sales import JANUARY, MUG, rows_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

#: Two pages of the ledger.
SALES = 700
DAYS = 31


@pytest.fixture(scope="module")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    """One stack for all, in whose ledger Alice has sold a mug again and again, all January long."""
    with LocalStack(warm_assembly) as stack:
        fill(stack, Caller(stack).user.user_id)
        yield stack


def fill(stack: LocalStack, owner: str) -> None:
    """Write many sales into the ledger, as its subscriber would."""
    dynamodb = stack.client("dynamodb")
    (table,) = (name for name in dynamodb.list_tables()["TableNames"] if "ReportTable" in name)
    for start in range(0, SALES, 25):
        numbers = range(start, min(start + 25, SALES))
        dynamodb.batch_write_item(
            RequestItems={table: [{"PutRequest": {"Item": item(number, owner)}} for number in numbers]}
        )


def item(number: int, owner: str) -> "dict[str, UniversalAttributeValueTypeDef]":
    """A sale of a mug as the ledger has it."""
    day = date(2026, 1, 1) + timedelta(days=number * DAYS // SALES)
    return {
        "key": {"S": f"sale/shop/{number}"},
        "owner": {"S": owner},
        "shard": {"S": str(number % 8)},
        "at": {"S": f"{day}T12:00:00.{number:03}Z"},
        "revision": {"N": "1"},
        "status": {"S": "completed"},
        "currency": {"S": "EUR"},
        "lines": {"L": [{"L": [{"S": MUG}, {"S": "Mug"}, {"N": "1"}, {"N": "1250"}]}]},
    }


def test_the_owner_sees_how_far_it_has_come(caller: Caller, stack: LocalStack) -> None:
    stack.faults.delay_call("report", "dynamodb", "Query", seconds=30, times=2)
    stack.faults.delay_call("report", "s3", "PutObject", seconds=30)
    report = caller.submit("report", JANUARY)

    seen = []
    for _ in range(2):
        stack.clock.advance(seconds=31)
        seen.append(caller.look(report).progress or 0)

    assert 0.1 < seen[0] < 0.7
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
