"""Intake dies around each AWS call it makes, and each job is done once all the same: invariants 1 and 2."""

import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.crash_points import crash_points
from tests.flow.deaths import Deaths, writes
from tests.flow.thumbnails import PHOTO, SIZES, submit_photo, wanted


@pytest.fixture
def deaths(stack: LocalStack, log: list[tuple[str, str]]) -> Deaths:
    return Deaths(stack, log)


def test_a_submission_is_recorded_and_done_once_wherever_intake_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    image = caller.upload(PHOTO)
    calls, work = stack.faults.record("intake"), stack.faults.record("thumbnail")
    caller.follow(caller.submit("thumbnail", wanted(image)))

    jobs = deaths.everywhere("intake", calls, lambda: caller.submit("thumbnail", wanted(image)))

    for point, job in jobs.items():
        ended = caller.follow(job)
        assert (ended.status, ended.run, ended.attempt) == ("SUCCEEDED", 1, 1), point
    assert len(caller.page().jobs) == 1 + len(jobs)
    assert work.count(AwsCall("s3", "PutObject")) == len(SIZES) * (1 + len(jobs))
    assert (account.depth("intake.fifo"), account.depth("thumbnail")) == (0, 0)


def test_a_retry_is_one_run_wherever_intake_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    work = stack.faults.record("thumbnail")

    def failed() -> str:
        job = submit_photo(caller, b"no picture")
        caller.follow(job)
        return job

    def retried() -> str:
        job = next(waiting)
        caller.retry(job)
        return job

    first = failed()
    calls = stack.faults.record("intake")
    caller.retry(first)
    caller.follow(first, run=2)
    one_pass = list(calls)
    waiting = iter([failed() for _ in crash_points("intake", writes(one_pass))])

    jobs = deaths.everywhere("intake", one_pass, retried)

    for point, job in jobs.items():
        ended = caller.follow(job, run=2)
        assert (ended.status, ended.run, ended.attempt) == ("FAILED", 2, 1), point
    stack.clock.advance(minutes=10)
    assert {caller.look(job).run for job in jobs.values()} == {2}
    assert work.count(AwsCall("s3", "GetObject")) == 2 * (1 + len(jobs))
    assert (account.depth("intake.fifo"), account.depth("thumbnail")) == (0, 0)


def test_a_large_payload_is_kept_and_read_wherever_intake_dies(
    caller: Caller, stack: LocalStack, account: Account, deaths: Deaths
) -> None:
    numbers = iter(range(100))

    def submit() -> str:
        """Submit more than 64 KiB, as a contract might allow; that of thumbnails does not."""
        job = f"thumbnail.large-{next(numbers)}"
        about = {"kind": "submission", "owner": caller.user.user_id, "id": job, "type": "thumbnail"}
        account.send_to_intake({**about, "submitted_at": 0, "payload": {"image": "x" * 100_000}})
        return job

    calls = stack.faults.record("intake")
    caller.follow(submit())
    assert AwsCall("s3", "PutObject") in calls

    jobs = deaths.everywhere("intake", calls, submit)

    for point, job in jobs.items():
        ended = caller.follow(job)
        assert (ended.status, ended.failure, ended.attempt) == ("FAILED", "InvalidPayload", 1), point
    assert len(account.objects("payloads/")) == 1 + len(jobs)
