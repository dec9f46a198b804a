"""A function that comes near its timeout gives back what it has not begun, and that is taken up at once.

A message that is not given back waits for its visibility timeout, which is six times as long.
"""

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.orders import Customer
from tests.flow.thumbnails import submit_photo

#: Of intake and of settle, in seconds; with less than two of them left they begin nothing more.
TIMEOUT, RESERVE = 30, 2
#: Of the sweep.
SWEEP_TIMEOUT, SWEEP_RESERVE = 50, 5


def test_intake_gives_back_what_it_has_no_time_for(caller: Caller, stack: LocalStack) -> None:
    stack.disable("intake")
    jobs = [submit_photo(caller) for _ in range(2)]
    stack.faults.delay_call("intake", "dynamodb", "PutItem", seconds=TIMEOUT - RESERVE + 1)
    stack.enable("intake")

    assert [caller.follow(job, within=2 * TIMEOUT).status for job in jobs] == ["SUCCEEDED"] * 2


def test_settle_gives_back_what_it_has_no_time_for(stack: LocalStack) -> None:
    stack.disable("settle")
    customer = Customer(stack)
    jobs = [customer.order() for _ in range(2)]
    stack.clock.advance(seconds=30)
    stack.faults.delay_call("settle", "stepfunctions", "DescribeExecution", seconds=TIMEOUT - RESERVE + 1)
    stack.enable("settle")

    assert [customer.follow(job, within=2 * TIMEOUT).status for job in jobs] == ["SUCCEEDED"] * 2


def test_the_sweep_gives_back_the_ticks_it_has_no_time_for(account: Account, stack: LocalStack) -> None:
    stack.disable("sweep")
    stack.clock.advance(seconds=121)
    assert account.depth("sweep") == 2
    stack.faults.delay_call("sweep", "dynamodb", "Query", seconds=SWEEP_TIMEOUT - SWEEP_RESERVE + 1)
    stack.enable("sweep")

    stack.clock.advance(seconds=SWEEP_TIMEOUT)

    assert account.depth("sweep") == 0
