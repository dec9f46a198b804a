"""Attempts: what may pass is tried again, after a growing and random wait, and so many times exactly.

The trouble is real for the worker: S3 refuses to read what lies in the archive, and what it denies it denies.
"""

import datetime as dt
import json
from collections import defaultdict

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.thumbnails import PHOTO, submit_photo, wanted

#: As the catalog has them for thumbnails, in seconds.
ATTEMPTS = 3
BACKOFF_BASE = 2


def submit_archived(caller: Caller, account: Account) -> str:
    """Submit a job whose photo lies in the archive: each attempt fails, as long as it does."""
    image = caller.upload(PHOTO)
    account.archive(image)
    return caller.submit("thumbnail", wanted(image))


def begun(log: list[tuple[str, str]]) -> dict[str, list[float]]:
    """Return when each attempt of each job began, by its id, in seconds, as the log has it."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for _, line in log:
        if '"message":"attempt"' in line:
            entry = json.loads(line)
            at = dt.datetime.strptime(entry["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z").timestamp()
            found[entry["job"].partition("/")[2]].append(at)
    return found


def test_what_passes_after_a_while_succeeds_in_a_later_attempt(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call("thumbnail", "s3", "GetObject", error="AccessDenied", status=403, times=2)

    job = caller.follow(submit_photo(caller))

    assert (job.status, job.run, job.attempt, job.error) == ("SUCCEEDED", 1, 3, None)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_what_the_sdk_repeats_by_itself_is_no_attempt(caller: Caller, stack: LocalStack) -> None:
    stack.faults.fail_call("thumbnail", "s3", "GetObject", error="SlowDown", status=503, times=2)
    stack.faults.fail_call("thumbnail", "dynamodb", "UpdateItem", error="InternalServerError", times=2)

    job = caller.follow(submit_photo(caller))

    assert (job.status, job.attempt) == ("SUCCEEDED", 1)


def test_a_job_that_always_fails_is_tried_exactly_its_attempts(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    """Invariant 4."""
    calls = stack.faults.record("thumbnail")

    job = caller.follow(submit_archived(caller, account))
    stack.clock.advance(minutes=15)

    assert (job.status, job.attempt, job.failure) == ("FAILED", ATTEMPTS, "InvalidObjectState")
    assert calls.count(AwsCall("s3", "GetObject")) == ATTEMPTS
    assert caller.look(job.id) == job
    assert account.depth("thumbnail") == 0


def test_a_job_that_is_given_up_is_in_the_dlq_once_with_the_reason(caller: Caller, account: Account) -> None:
    """Invariant 4."""
    job = caller.follow(submit_archived(caller, account))

    (dead,) = account.messages("thumbnail-dlq")

    assert dead.json == {
        "owner": caller.user.user_id,
        "id": job.id,
        "type": "thumbnail",
        "run": 1,
        "failed": True,
    }
    assert job.error is not None
    assert dead.reason == {"error_type": job.error.type, "error_message": job.error.message}


def test_the_neighbours_of_a_failing_job_finish_without_it(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    """Invariant 4."""
    account.feed("thumbnail", batch=5)
    calls = stack.faults.record("thumbnail")
    stack.disable("thumbnail")
    failing = [submit_archived(caller, account) for _ in range(2)]
    sound = [submit_photo(caller) for _ in range(3)]
    stack.settle()

    stack.enable("thumbnail")

    for job in sound:
        ended = caller.follow(job, within=1)
        assert (ended.status, ended.attempt) == ("SUCCEEDED", 1)
    assert {caller.follow(job).attempt for job in failing} == {ATTEMPTS}
    assert calls.count(AwsCall("s3", "GetObject")) == len(sound) + ATTEMPTS * len(failing)
    assert account.depth("thumbnail-dlq") == len(failing)


def test_between_two_attempts_lies_a_random_wait_that_doubles(
    caller: Caller, account: Account, log: list[tuple[str, str]]
) -> None:
    jobs = [submit_archived(caller, account) for _ in range(6)]

    assert {caller.follow(job).status for job in jobs} == {"FAILED"}

    attempts = begun(log)
    for first in range(ATTEMPTS - 1):
        waits = [attempts[job][first + 1] - attempts[job][first] for job in jobs]
        assert all(0 <= wait <= BACKOFF_BASE * 2**first for wait in waits), waits
        assert len(set(waits)) > 1, waits
    assert max(waits) > BACKOFF_BASE, "the second wait is longer than the first can be"
