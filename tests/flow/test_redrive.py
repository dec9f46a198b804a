"""Redrive: an operator sends a DLQ's messages back, and each is at most one retry of its job.

Invariant 2 throughout: however often a run is asked for again, it is run again once.
"""

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.thumbnails import PHOTO, wanted


@pytest.fixture
def image(caller: Caller, account: Account) -> str:
    """The key of a photo that lies in the archive, where no worker can read it."""
    key = caller.upload(PHOTO)
    account.archive(key)
    return key


@pytest.fixture
def failed(caller: Caller, image: str) -> str:
    """The id of a job that is FAILED and in the DLQ."""
    job = caller.submit("thumbnail", wanted(image))
    assert caller.follow(job).status == "FAILED"
    return job


def test_a_failed_job_succeeds_in_its_next_run_once_its_trouble_is_over(
    caller: Caller, account: Account, image: str, failed: str
) -> None:
    account.restore(image)

    account.redrive("thumbnail")

    job = caller.follow(failed, run=2)
    assert (job.status, job.run, job.attempt, job.error) == ("SUCCEEDED", 2, 1, None)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_job_whose_trouble_is_not_over_is_back_in_the_dlq(
    caller: Caller, account: Account, stack: LocalStack, failed: str
) -> None:
    """Invariant 4: each run has all its attempts."""
    for run in (2, 3):
        account.redrive("thumbnail")
        job = caller.follow(failed, run=run)
        assert (job.status, job.run, job.attempt) == ("FAILED", run, 3)

    stack.clock.advance(minutes=1)
    (dead,) = account.messages("thumbnail-dlq")
    assert dead.json["run"] == 3


def test_a_message_redriven_twice_is_one_retry(
    caller: Caller, account: Account, stack: LocalStack, failed: str
) -> None:
    (dead,) = account.messages("thumbnail-dlq")

    account.send("thumbnail-dlq", dead.body)
    account.redrive("thumbnail")
    assert caller.follow(failed, run=2).status == "FAILED"
    account.send("thumbnail", dead.body)
    stack.clock.advance(minutes=15)

    assert caller.look(failed).run == 2
    assert [message.json["run"] for message in account.messages("thumbnail-dlq")] == [2]


def test_a_redrive_after_the_owner_s_own_retry_is_dropped(
    caller: Caller, account: Account, stack: LocalStack, image: str, failed: str
) -> None:
    account.restore(image)
    caller.retry(failed)
    succeeded = caller.follow(failed, run=2)

    account.redrive("thumbnail")
    stack.clock.advance(minutes=15)

    assert caller.look(failed).ended_at == succeeded.ended_at
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_redrive_and_the_owner_s_retry_at_once_are_one_retry(
    caller: Caller, account: Account, stack: LocalStack, failed: str
) -> None:
    stack.disable("intake")
    account.redrive("thumbnail")
    caller.retry(failed)
    stack.clock.advance(minutes=1)

    stack.enable("intake")
    caller.follow(failed, run=2)
    stack.clock.advance(minutes=15)

    assert caller.look(failed).run == 2


def test_a_redrive_while_the_retried_job_runs_is_dropped(
    caller: Caller, account: Account, stack: LocalStack, image: str, failed: str
) -> None:
    account.restore(image)
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=9)
    caller.retry(failed)
    stack.clock.advance(seconds=1)
    assert caller.look(failed).status == "RUNNING"

    account.redrive("thumbnail")
    stack.clock.advance(minutes=15)

    job = caller.look(failed)
    assert (job.status, job.run, job.attempt) == ("SUCCEEDED", 2, 1)


def test_a_whole_dlq_is_redriven_at_once(
    caller: Caller, account: Account, stack: LocalStack, image: str
) -> None:
    jobs = [caller.submit("thumbnail", wanted(image)) for _ in range(5)]
    for job in jobs:
        caller.follow(job)
    assert account.depth("thumbnail-dlq") == len(jobs)
    account.restore(image)

    account.redrive("thumbnail")

    assert {caller.follow(job, run=2).status for job in jobs} == {"SUCCEEDED"}
