"""The report that nobody submits: each night, of the day before, on everybody's sales."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.clock import VirtualClock
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.report.sales import Sold, tell

SCHEDULE = "service:schedule"


@pytest.fixture
def stack(
    warm_assembly: Path, log: list[tuple[str, str]], watched: Callable[[LocalStack], None]
) -> Iterator[LocalStack]:
    """A stack some minutes before three in the morning."""
    clock = VirtualClock(datetime(2030, 1, 2, 2, 57, tzinfo=UTC))
    with LocalStack(warm_assembly, clock=clock, log=lambda name, line: log.append((name, line))) as stack:
        watched(stack)
        yield stack


def test_it_covers_everybody_s_sales_of_the_day_before_and_says_that_it_was_made(
    caller: Caller, stranger: Caller, stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    tell(
        stack,
        Sold("a", caller.user.user_id, "2030-01-01T00:00:00Z"),
        Sold("b", stranger.user.user_id, "2030-01-01T23:59:59Z"),
        Sold("c", stranger.user.user_id, "2030-01-02T00:00:00Z"),
    )

    stack.clock.advance(minutes=5)

    csv, pdf = account.objects(f"results/{SCHEDULE}/")
    assert csv.endswith("/sales-2030-01-01-to-2030-01-01.csv")
    assert pdf.endswith("/sales-2030-01-01-to-2030-01-01.pdf")
    rows = account.read(csv).decode("utf-8-sig").splitlines()[1:]
    assert rows == ['2030-01-01,MUG-BLUE,"Mug, blue",completed,EUR,2,2,25.00']
    assert sum("ScheduledReportMade" in line for _, line in log) == 1
    assert caller.page().jobs == stranger.page().jobs == ()
