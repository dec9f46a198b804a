"""Jobs of an ordered type with the same key run one at a time, in the order accepted: invariant 3."""

import itertools
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.bookings import ATTEMPTS, FORK, IN_FLIGHT, Work, one_at_a_time, order_of, work_on
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.synthesis import synthesize_fork

Log = list[tuple[str, str]]


@pytest.fixture(scope="module")
def warm_assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthesized app of a fork with one ordered job type, instead of the kit's own."""
    return synthesize_fork(tmp_path_factory.mktemp("fork"), FORK)


@pytest.fixture
def deaths(stack: LocalStack, log: Log) -> Deaths:
    return Deaths(stack, log)


def book(
    caller: Caller, account: str, count: int = 1, *, seconds: int = 0, poison: bool = False
) -> list[str]:
    """Submit bookings of an account, one after the other; return the jobs."""
    payload = {"account": account, "seconds": seconds, "poison": poison}
    return [caller.submit("booking", payload) for _ in range(count)]


def ended(caller: Caller, jobs: list[str], log: Log) -> list[Work]:
    """Wait until all jobs have ended; return the work on them, which must not have overlapped."""
    for job in jobs:
        caller.follow(job)
    work = work_on(jobs, log)
    assert one_at_a_time(work), work
    return work


def test_jobs_of_one_key_run_one_at_a_time_in_the_order_accepted(caller: Caller, log: Log) -> None:
    jobs = book(caller, "a", 5, seconds=10)

    work = ended(caller, jobs, log)

    assert [one.job for one in work] == jobs
    assert {caller.look(job).status for job in jobs} == {"SUCCEEDED"}


def test_jobs_that_waited_together_run_in_the_order_accepted(
    caller: Caller, stack: LocalStack, log: Log
) -> None:
    for function in ("intake", "booking"):
        stack.disable(function)
    jobs = book(caller, "a", 12, seconds=1)
    for function in ("intake", "booking"):
        stack.enable(function)

    assert [one.job for one in ended(caller, jobs, log)] == jobs


def test_jobs_of_different_keys_and_of_different_owners_run_side_by_side(
    caller: Caller, stranger: Caller, log: Log
) -> None:
    one_key, other_key = book(caller, "a", 2, seconds=10), book(caller, "b", 2, seconds=10)
    other_owner = book(stranger, "a", 2, seconds=10)

    begun = [
        [one.begun for one in ended(owner, jobs, log)]
        for owner, jobs in ((caller, one_key), (caller, other_key), (stranger, other_owner))
    ]

    assert begun[0] == begun[1] == begun[2]


@pytest.mark.parametrize("account", ["konto für Käse & Brot", "a/b", "x" * 60])
def test_a_key_may_be_any_text_that_fits(caller: Caller, log: Log, account: str) -> None:
    jobs = book(caller, account, 3, seconds=1)

    assert [one.job for one in ended(caller, jobs, log)] == jobs


def test_followers_wait_while_intake_cannot_record_the_first(
    caller: Caller, stack: LocalStack, log: Log
) -> None:
    stack.faults.fail_call("intake", "dynamodb", "PutItem", error="AccessDenied", status=400)
    stack.disable("intake")
    jobs = book(caller, "a", 3)
    stack.enable("intake")

    assert [one.job for one in ended(caller, jobs, log)] == jobs


def test_followers_wait_while_an_attempt_has_failed_and_backs_off(
    caller: Caller, stack: LocalStack, log: Log
) -> None:
    stack.faults.fail_call("booking", "s3", "PutObject", error="AccessDenied", status=403)
    jobs = book(caller, "a", 3, seconds=1)

    work = ended(caller, jobs, log)

    assert [one.job for one in work] == [jobs[0], *jobs]
    assert {caller.look(job).status for job in jobs} == {"SUCCEEDED"}


def test_a_job_that_always_fails_ends_after_its_attempts_and_lets_its_followers_go(
    caller: Caller, account: Account, log: Log
) -> None:
    (poison,) = book(caller, "a", seconds=1, poison=True)
    followers = book(caller, "a", 2, seconds=1)

    work = ended(caller, [poison, *followers], log)

    assert [one.job for one in work] == [poison] * ATTEMPTS + followers
    assert (caller.look(poison).status, caller.look(poison).attempt) == ("FAILED", ATTEMPTS)
    assert {caller.look(job).status for job in followers} == {"SUCCEEDED"}
    assert [dead.json["id"] for dead in account.messages("booking-dlq.fifo")] == [poison]
    assert account.depth("booking.fifo") == 0


def test_a_cancelled_job_lets_its_followers_go(caller: Caller, log: Log) -> None:
    first, second, third = book(caller, "a", 3, seconds=10)
    caller.cancel(second)

    assert [one.job for one in ended(caller, [first, second, third], log)] == [first, third]
    assert caller.look(second).status == "CANCELLED"


def test_a_retried_job_goes_to_the_end_of_its_line(caller: Caller, stack: LocalStack, log: Log) -> None:
    stack.faults.fail_call("booking", "s3", "PutObject", error="AccessDenied", status=403, times=ATTEMPTS)
    first, *followers = book(caller, "a", 3, seconds=10)
    caller.follow(first)
    caller.retry(first)

    assert caller.follow(first, run=2).status == "SUCCEEDED"

    work = ended(caller, [first, *followers], log)
    assert [one.job for one in work] == [first] * ATTEMPTS + followers + [first]


def test_a_redriven_job_goes_to_the_end_of_its_line(
    caller: Caller, stack: LocalStack, account: Account, log: Log
) -> None:
    stack.faults.fail_call("booking", "s3", "PutObject", error="AccessDenied", status=403, times=ATTEMPTS)
    (failed,) = book(caller, "a", seconds=1)
    caller.follow(failed)
    followers = book(caller, "a", 2, seconds=10)
    account.redrive("booking.fifo")

    assert caller.follow(failed, run=2).status == "SUCCEEDED"

    stack.clock.advance(seconds=IN_FLIGHT)
    assert order_of(work_on([failed, *followers], log)) == [failed, *followers, failed]
    assert caller.look(failed).run == 2
    assert (account.depth("booking.fifo"), account.depth("booking-dlq.fifo")) == (0, 0)


class Lines:
    """Lines of three bookings, each of an account of its own; of a poisonous line the first always fails."""

    def __init__(self, caller: Caller, *, poison: bool = False) -> None:
        self._caller = caller
        self._poison = poison
        self._accounts = map(str, itertools.count())
        self.jobs: dict[str, list[str]] = {}

    def form(self) -> str:
        """Submit the three; return the first."""
        account = next(self._accounts)
        line = book(self._caller, account, poison=self._poison) + book(self._caller, account, 2)
        self.jobs[line[0]] = line
        return line[0]


def test_the_order_holds_wherever_a_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths, log: Log
) -> None:
    lines = Lines(caller)
    calls = stack.faults.record("booking")
    caller.follow(book(caller, "one")[0])

    points = deaths.everywhere("booking", calls, lines.form)

    for point, first in points.items():
        assert order_of(ended(caller, lines.jobs[first], log)) == lines.jobs[first], point
        assert {caller.look(job).status for job in lines.jobs[first]} == {"SUCCEEDED"}, point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert (account.depth("booking.fifo"), account.depth("booking-dlq.fifo")) == (0, 0)


def test_the_order_holds_wherever_the_worker_of_a_poisonous_job_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths, log: Log
) -> None:
    lines = Lines(caller, poison=True)
    calls = stack.faults.record("booking")
    caller.follow(book(caller, "one", poison=True)[0])

    points = deaths.everywhere("booking", calls, lines.form, within=10)

    for point, first in points.items():
        poison, *followers = lines.jobs[first]
        assert order_of(ended(caller, lines.jobs[first], log)) == lines.jobs[first], point
        assert caller.look(poison).status == "FAILED", point
        assert caller.look(poison).attempt == ATTEMPTS, point
        assert {caller.look(job).status for job in followers} == {"SUCCEEDED"}, point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert account.depth("booking.fifo") == 0


def test_the_order_holds_wherever_intake_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths, log: Log
) -> None:
    lines = Lines(caller)

    def form() -> str:
        stack.disable("intake")
        first = lines.form()
        stack.enable("intake")
        stack.settle()
        return first

    calls = stack.faults.record("intake")
    caller.follow(form())

    points = deaths.everywhere("intake", list(calls), form)

    for point, first in points.items():
        assert order_of(ended(caller, lines.jobs[first], log)) == lines.jobs[first], point
        assert {caller.look(job).attempt for job in lines.jobs[first]} == {1}, point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert (account.depth("intake.fifo"), account.depth("booking.fifo")) == (0, 0)


def test_a_job_whose_every_attempt_dies_lets_its_followers_go(
    caller: Caller, stack: LocalStack, account: Account, log: Log
) -> None:
    for attempt in range(ATTEMPTS):
        stack.faults.crash_before_call("booking", "s3", "PutObject", nth=attempt + 1)
    jobs = book(caller, "a", 3)

    work = ended(caller, jobs, log)

    assert [one.job for one in work] == [jobs[0]] * ATTEMPTS + jobs[1:]
    assert caller.look(jobs[0]).failure == "Exhausted"
    assert {caller.look(job).status for job in jobs[1:]} == {"SUCCEEDED"}
    assert account.depth("booking-dlq.fifo") == 1
