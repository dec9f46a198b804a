"""`POST /jobs/{id}/cancel`: a waiting job is cancelled at once, a running one before its next attempt."""

import httpx
import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller, ShownJob
from tests.flow.problems import problem_of
from tests.flow.thumbnails import submit_photo


def shown(answer: httpx.Response) -> ShownJob:
    """Return the job that an accepted request answers with."""
    assert answer.status_code == 202, answer.text
    return ShownJob.model_validate_json(answer.text)


def test_a_waiting_job_is_cancelled_at_once_and_never_run(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    calls = stack.faults.record("thumbnail")
    stack.disable("thumbnail")
    job = submit_photo(caller)
    stack.clock.advance(seconds=1)

    cancelled = shown(caller.cancel(job))

    assert (cancelled.status, cancelled.attempt, cancelled.started_at) == ("CANCELLED", 0, None)
    assert cancelled.ended_at is not None
    stack.enable("thumbnail")
    stack.clock.advance(minutes=10)
    assert caller.look(job) == cancelled
    assert AwsCall("s3", "GetObject") not in calls
    assert account.objects("results/") == []
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_job_can_be_cancelled_right_after_its_submission(caller: Caller, stack: LocalStack) -> None:
    stack.faults.delay_call("intake", "dynamodb", "PutItem", seconds=0.5)
    stack.disable("thumbnail")

    assert shown(caller.cancel(submit_photo(caller))).status == "CANCELLED"


def test_an_attempt_under_way_is_not_torn_down(caller: Caller, stack: LocalStack) -> None:
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=5)
    job = submit_photo(caller)
    stack.clock.advance(seconds=1)

    asked = shown(caller.cancel(job))

    assert (asked.status, asked.cancel_requested) == ("RUNNING", True)
    assert shown(caller.cancel(job)) == asked
    ended = caller.follow(job)
    assert (ended.status, ended.attempt) == ("SUCCEEDED", 1)


def test_a_running_job_is_cancelled_before_its_next_attempt(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=5)
    stack.faults.fail_call("thumbnail", "s3", "PutObject", error="AccessDenied", status=403)
    job = submit_photo(caller)
    stack.clock.advance(seconds=1)

    caller.cancel(job)

    ended = caller.follow(job)
    assert (ended.status, ended.attempt, ended.error) == ("CANCELLED", 1, None)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_job_whose_worker_died_is_cancelled_when_its_message_comes_back(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.crash_before_call("thumbnail", "s3", "GetObject")
    job = submit_photo(caller)
    stack.clock.advance(seconds=1)

    assert shown(caller.cancel(job)).status == "RUNNING"

    ended = caller.follow(job)
    assert (ended.status, ended.attempt) == ("CANCELLED", 1)
    assert account.objects("results/") == []


@pytest.mark.parametrize("file", [b"no picture", None], ids=["FAILED", "SUCCEEDED"])
def test_a_job_that_has_ended_cannot_be_cancelled(caller: Caller, file: bytes | None) -> None:
    ended = caller.follow(submit_photo(caller) if file is None else submit_photo(caller, file))

    answer = caller.cancel(ended.id)

    assert answer.status_code == 409
    assert problem_of(answer).detail == f"this cannot be done while the job is {ended.status}"
    assert answer.json()["status_of_job"] == ended.status
    assert caller.look(ended.id) == ended


def test_a_cancelled_job_is_not_cancelled_twice(caller: Caller, stack: LocalStack) -> None:
    stack.disable("thumbnail")
    job = submit_photo(caller)

    assert [caller.cancel(job).status_code for _ in range(2)] == [202, 409]


def test_what_nobody_submitted_cannot_be_cancelled(caller: Caller) -> None:
    answer = caller.cancel("thumbnail.nobodys")

    assert (answer.status_code, problem_of(answer).detail) == (404, "you have no such job")
