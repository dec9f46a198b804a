"""The report that nobody submits: each night, of the day before, on everybody's sales."""

from datetime import UTC, datetime, timedelta

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.report.sales import Sold, tell

SCHEDULE = "service:schedule"


def test_it_covers_everybody_s_sales_of_the_day_before_and_says_that_it_was_made(
    caller: Caller, stranger: Caller, stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    today = datetime.fromtimestamp(stack.hub.now(), UTC).date()
    tell(
        stack,
        Sold("a", caller.user.user_id, f"{today}T00:00:00Z"),
        Sold("b", stranger.user.user_id, f"{today}T23:59:59Z"),
        Sold("c", stranger.user.user_id, f"{today + timedelta(days=1)}T00:00:00Z"),
    )

    stack.clock.advance(hours=28)

    csv, pdf = account.objects(f"results/{SCHEDULE}/")
    assert csv.endswith(f"/sales-{today}-to-{today}.csv")
    assert pdf.endswith(f"/sales-{today}-to-{today}.pdf")
    rows = account.read(csv).decode("utf-8-sig").splitlines()[1:]
    assert rows == [f'{today},MUG-BLUE,"Mug, blue",completed,EUR,2,2,25.00']
    assert sum("ScheduledReportMade" in line for _, line in log) == 1
    assert caller.page().jobs == stranger.page().jobs == ()
