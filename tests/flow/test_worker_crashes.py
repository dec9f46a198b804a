"""A worker dies around each AWS call it makes, and its job ends as it would have, with one effect.

Invariant 1 (never lost), 2 (one effect per run), 4 (exactly its attempts, then FAILED and in the DLQ) and 5
(not FAILED without having been tried) hold at each point.
"""

import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.thumbnails import PHOTO, submit_photo, thumbnails_of, wanted

ATTEMPTS = 3

#: How long a message stays in flight that nobody returns: six times the worker's timeout, in seconds.
IN_FLIGHT = 1080

#: Longer than the waits between three attempts, in seconds.
ALL_ATTEMPTS = 10


@pytest.fixture(autouse=True)
def two_workers(account: Account) -> None:
    """Let no more than two environments start, where many jobs come back at once."""
    account.feed("thumbnail", concurrency=2)


@pytest.fixture
def deaths(stack: LocalStack, log: list[tuple[str, str]]) -> Deaths:
    return Deaths(stack, log)


def test_a_job_succeeds_with_one_set_of_thumbnails_wherever_its_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    """Invariants 1 and 2."""
    image = caller.upload(PHOTO)
    calls = stack.faults.record("thumbnail")
    first = caller.follow(caller.submit("thumbnail", wanted(image)))
    expected = {thumbnail.key for thumbnail in thumbnails_of(first)}

    jobs = deaths.everywhere("thumbnail", calls, lambda: caller.submit("thumbnail", wanted(image)))

    for point, job in jobs.items():
        ended = caller.follow(job)
        assert (ended.status, ended.run) == ("SUCCEEDED", 1), point
        assert ended.attempt <= 2, point
        expected |= {thumbnail.key for thumbnail in thumbnails_of(ended)}
    assert set(account.objects("results/")) == expected
    stack.clock.advance(seconds=IN_FLIGHT)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_job_that_cannot_be_done_fails_for_its_reason_wherever_its_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    """Invariants 1 and 5."""
    calls = stack.faults.record("thumbnail")
    caller.follow(submit_photo(caller, b"no picture"))

    jobs = deaths.everywhere("thumbnail", calls, lambda: submit_photo(caller, b"no picture"))

    for point, job in jobs.items():
        ended = caller.follow(job)
        assert (ended.status, ended.failure) == ("FAILED", "NotAnImage"), point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_job_is_given_up_after_its_attempts_wherever_its_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    """Invariants 1, 2 and 4. Two copies in the DLQ are still one retry."""
    image = caller.upload(PHOTO)
    account.archive(image)
    calls = stack.faults.record("thumbnail")
    first = caller.follow(caller.submit("thumbnail", wanted(image)))
    assert calls.count(AwsCall("s3", "GetObject")) == ATTEMPTS

    jobs = deaths.everywhere(
        "thumbnail", calls, lambda: caller.submit("thumbnail", wanted(image)), within=ALL_ATTEMPTS
    )

    for point, job in jobs.items():
        ended = caller.follow(job)
        assert (ended.status, ended.attempt) == ("FAILED", ATTEMPTS), point
        assert ended.failure in ("InvalidObjectState", "Exhausted"), point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert account.depth("thumbnail") == 0
    assert {dead.json["id"] for dead in account.messages("thumbnail-dlq")} == {first.id, *jobs.values()}

    account.restore(image)
    account.redrive("thumbnail")
    for point, job in jobs.items():
        assert caller.follow(job, run=2).status == "SUCCEEDED", point
    stack.clock.advance(minutes=1)
    assert {caller.look(job).run for job in jobs.values()} == {2}
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_redriven_job_is_retried_once_wherever_its_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    """Invariants 1 and 2."""
    image = caller.upload(PHOTO)
    account.archive(image)
    for job in [caller.submit("thumbnail", wanted(image)) for _ in range(4)]:
        caller.follow(job)
    dead = iter(account.messages("thumbnail-dlq"))
    account.restore(image)

    def redrive() -> str:
        message = next(dead)
        account.send("thumbnail", message.body)
        return str(message.json["id"])

    stack.disable("intake")
    calls = stack.faults.record("thumbnail")
    redrive()
    stack.settle()
    assert calls[-1] == AwsCall("sqs", "SendMessage"), "to intake"

    jobs = deaths.everywhere("thumbnail", calls, redrive)
    stack.enable("intake")

    for point, job in jobs.items():
        assert caller.follow(job, run=2).status == "SUCCEEDED", point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert {caller.look(job).run for job in jobs.values()} == {2}
    assert account.depth("thumbnail") == 0


def test_a_cancelled_job_is_cancelled_wherever_its_worker_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    """Invariants 1 and 2."""
    image = caller.upload(PHOTO)

    def cancel_within_an_attempt_that_fails() -> str:
        stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=1)
        stack.faults.fail_call("thumbnail", "s3", "GetObject", error="AccessDenied", status=403)
        job = caller.submit("thumbnail", wanted(image))
        stack.clock.advance(seconds=0.5)
        assert caller.cancel(job).status_code == 202
        return job

    calls = stack.faults.record("thumbnail")
    assert caller.follow(cancel_within_an_attempt_that_fails()).status == "CANCELLED"

    jobs = deaths.everywhere("thumbnail", calls, cancel_within_an_attempt_that_fails, within=ALL_ATTEMPTS)

    for point, job in jobs.items():
        assert caller.follow(job).status == "CANCELLED", point
    stack.clock.advance(seconds=IN_FLIGHT)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)
    assert account.objects("results/") == []
