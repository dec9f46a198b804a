"""A last attempt dies without a word: its message comes back, or the sweep ends its job, with a DLQ copy.

Invariants 1 (never lost), 2 (one effect) and 4 (FAILED and in the DLQ).
"""

import datetime as dt
import json

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.crash_points import crash_points
from tests.flow.deaths import Deaths, writes
from tests.flow.thumbnails import PHOTO, thumbnails_of, wanted

ATTEMPTS = 3

#: The worker's timeout and its margin, the sweep's grace, and the time to the next sweep, in seconds.
LEASE, GRACE, BETWEEN_SWEEPS = 185, 120, 60

#: Longer than the waits between the attempts, in seconds.
ALL_ATTEMPTS = 10


@pytest.fixture
def image(caller: Caller) -> str:
    """The key of a photo."""
    return caller.upload(PHOTO)


def die_on_the_last_attempt(caller: Caller, image: str) -> str:
    """Submit a job whose worker fails on each attempt but the last, and dies on that; return its id."""
    faults = caller.stack.faults
    faults.fail_call("thumbnail", "s3", "GetObject", error="AccessDenied", status=403, times=ATTEMPTS - 1)
    faults.crash_before_call("thumbnail", "s3", "GetObject", nth=ATTEMPTS)
    job = caller.submit("thumbnail", wanted(image))
    caller.stack.clock.advance(seconds=ALL_ATTEMPTS)
    assert (caller.look(job).status, caller.look(job).attempt) == ("RUNNING", ATTEMPTS)
    return job


@pytest.mark.parametrize("lost", [False, True], ids=["its message is in flight", "its message is lost"])
def test_a_job_whose_last_attempt_died_is_failed_and_in_the_dlq(
    caller: Caller, account: Account, image: str, log: list[tuple[str, str]], lost: bool
) -> None:
    job = die_on_the_last_attempt(caller, image)
    if lost:
        account.purge("thumbnail")

    ended = caller.follow(job, within=LEASE + GRACE + BETWEEN_SWEEPS)

    assert (ended.status, ended.attempt, ended.failure) == ("FAILED", ATTEMPTS, "Exhausted")
    assert ended.error is not None
    (dead,) = account.messages("thumbnail-dlq")
    assert (dead.json["id"], dead.json["run"], dead.json["failed"]) == (job, 1, True)
    assert dead.reason == {"error_type": "Exhausted", "error_message": ended.error.message}
    metrics = [json.loads(line) for _, line in log if '"JobFailed"' in line]
    assert [(metric["type"], metric["reason"]) for metric in metrics] == [("thumbnail", "Exhausted")]


def test_the_message_that_comes_back_after_the_sweep_changes_nothing(
    caller: Caller, account: Account, stack: LocalStack, image: str
) -> None:
    ended = caller.follow(die_on_the_last_attempt(caller, image))
    assert account.depth("thumbnail") == 1

    stack.clock.advance(seconds=2000)

    assert account.depth("thumbnail") == 0
    assert caller.look(ended.id) == ended
    assert account.depth("thumbnail-dlq") == 1


def test_a_message_that_comes_back_before_the_sweep_ends_the_job(
    caller: Caller, account: Account, stack: LocalStack, image: str
) -> None:
    """The DLQ copy is the worker's then."""
    stack.client("events").disable_rule(Name="offload-dev-sweep")

    ended = caller.follow(die_on_the_last_attempt(caller, image))

    assert (ended.status, ended.attempt, ended.failure) == ("FAILED", ATTEMPTS, "Exhausted")
    assert account.depth("thumbnail-dlq") == 1


def test_a_last_attempt_that_succeeds_is_left_alone(
    caller: Caller, account: Account, stack: LocalStack, image: str
) -> None:
    stack.faults.fail_call("thumbnail", "s3", "GetObject", error="AccessDenied", status=403, times=2)
    stack.faults.delay_call("thumbnail", "s3", "PutObject", seconds=85, times=2)

    job = caller.follow(caller.submit("thumbnail", wanted(image)))
    stack.clock.advance(seconds=2000)

    assert (job.status, job.attempt) == ("SUCCEEDED", ATTEMPTS)
    assert {thumbnail.key for thumbnail in thumbnails_of(caller.look(job.id))} == set(
        account.objects("results/")
    )
    assert account.depth("thumbnail-dlq") == 0


def test_a_job_that_was_cancelled_is_cancelled_by_the_sweep_and_not_in_the_dlq(
    caller: Caller, account: Account, image: str
) -> None:
    job = die_on_the_last_attempt(caller, image)
    account.purge("thumbnail")
    caller.cancel(job)

    assert caller.follow(job).status == "CANCELLED"
    assert account.depth("thumbnail-dlq") == 0


def test_a_lost_job_is_ended_and_redriven_once_wherever_the_sweep_dies(
    caller: Caller, account: Account, stack: LocalStack, image: str, log: list[tuple[str, str]]
) -> None:
    """Invariants 1, 2 and 4. Two copies in the DLQ are still one retry."""
    deaths = Deaths(stack, log)

    def lose() -> str:
        """Let a job's last message be lost, and time pass until the next sweep will end the job."""
        job = die_on_the_last_attempt(caller, image)
        account.purge("thumbnail")
        began = dt.datetime.fromisoformat(str(caller.look(job).started_at)).timestamp()
        stack.clock.advance(seconds=began + LEASE + GRACE - stack.hub.now())
        return job

    jobs = [lose()]
    calls = stack.faults.record("sweep")
    stack.clock.advance(seconds=BETWEEN_SWEEPS)
    assert caller.look(jobs[0]).status == "FAILED"

    for died, point in enumerate(crash_points("sweep", writes(calls)), start=1):
        jobs.append(lose())
        point.set(stack)
        stack.clock.advance(seconds=BETWEEN_SWEEPS)
        assert deaths.of("sweep") == died, point
        ended = caller.follow(jobs[-1], within=BETWEEN_SWEEPS)
        assert (ended.status, ended.failure) == ("FAILED", "Exhausted"), point

    assert {dead.json["id"] for dead in account.messages("thumbnail-dlq")} == set(jobs)
    account.redrive("thumbnail")
    for job in jobs:
        assert caller.follow(job, run=2).status == "SUCCEEDED"
    stack.clock.advance(minutes=1)
    assert {caller.look(job).run for job in jobs} == {2}
