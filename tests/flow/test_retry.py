"""`POST /jobs/{id}/retry`: a FAILED job has its next run, under its old id, and only one for each asking."""

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller, Upload
from tests.flow.problems import problem_of
from tests.flow.thumbnails import PHOTO, submit_photo, thumbnails_of, wanted


@pytest.fixture
def room(caller: Caller) -> Upload:
    """Room for an upload, where nothing is yet."""
    return caller.room()


@pytest.fixture
def failed(caller: Caller, room: Upload) -> str:
    """The id of a job that failed, since its upload is missing; the upload comes right after."""
    job = caller.submit("thumbnail", wanted(room.key), key="mended")
    assert caller.follow(job).failure == "UploadNotFound"
    caller.anybody.put(room.url, content=PHOTO, headers=dict(room.headers)).raise_for_status()
    return job


def test_a_failed_job_is_run_again_under_its_id(caller: Caller, failed: str, account: Account) -> None:
    before = caller.look(failed)

    answer = caller.retry(failed)

    assert answer.status_code == 202
    assert answer.json()["id"] == failed == before.id
    job = caller.follow(failed, run=2)
    assert (job.status, job.run, job.attempt, job.error) == ("SUCCEEDED", 2, 1, None)
    assert job.submitted_at == before.submitted_at
    assert caller.page().ids == [failed]
    assert {thumbnail.key for thumbnail in thumbnails_of(job)} == set(account.objects("results/"))
    assert all(f"/{failed}/2/" in key for key in account.objects("results/"))


def test_a_run_that_waits_shows_nothing_of_the_failed_one(
    caller: Caller, failed: str, stack: LocalStack
) -> None:
    stack.disable("thumbnail")
    caller.retry(failed)
    stack.settle()

    job = caller.look(failed)

    assert (job.status, job.run, job.attempt) == ("PENDING", 2, 0)
    assert (job.error, job.started_at, job.ended_at) == (None, None, None)


def test_a_retry_asked_for_twice_is_one_run(caller: Caller, failed: str, stack: LocalStack) -> None:
    """Invariant 2."""
    stack.disable("intake")
    assert [caller.retry(failed).status_code for _ in range(2)] == [202, 202]
    stack.clock.advance(minutes=10)  # SQS has forgotten the first by now
    assert caller.retry(failed).status_code == 202
    stack.enable("intake")
    stack.clock.advance(minutes=10)

    assert (caller.look(failed).status, caller.look(failed).run) == ("SUCCEEDED", 2)


def test_a_job_that_fails_again_can_be_retried_again(caller: Caller) -> None:
    job = submit_photo(caller, b"no picture")
    caller.follow(job)

    for run in (2, 3):
        assert caller.retry(job).status_code == 202
        assert caller.follow(job, run=run).failure == "NotAnImage"


def test_a_retry_that_comes_when_the_next_run_has_failed_too_is_dropped(
    caller: Caller, account: Account, stack: LocalStack
) -> None:
    """Invariant 2: it asks for the run after the first, and that has been."""
    job = submit_photo(caller, b"no picture")
    caller.follow(job)
    caller.retry(job)
    failed = caller.follow(job, run=2)

    about = {"owner": caller.user.user_id, "id": job, "type": "thumbnail"}
    account.send_to_intake({"kind": "retry", **about, "run": 1})
    stack.clock.advance(minutes=1)

    assert caller.look(job) == failed
    assert account.depth("intake.fifo") == 0


def test_the_same_key_submitted_after_a_retry_is_still_the_same_job(
    caller: Caller, failed: str, room: Upload
) -> None:
    caller.retry(failed)
    ended = caller.follow(failed, run=2)

    assert caller.submit("thumbnail", wanted(room.key), key="mended") == failed

    caller.stack.clock.advance(minutes=1)
    assert caller.look(failed).ended_at == ended.ended_at


def test_only_a_failed_job_is_retried(caller: Caller, stack: LocalStack) -> None:
    succeeded = caller.follow(submit_photo(caller)).id
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=9)
    running = submit_photo(caller)
    stack.clock.advance(seconds=1)
    stack.disable("thumbnail")
    pending, cancelled = submit_photo(caller), submit_photo(caller)
    caller.cancel(cancelled)

    for job, status in (
        (pending, "PENDING"),
        (running, "RUNNING"),
        (succeeded, "SUCCEEDED"),
        (cancelled, "CANCELLED"),
    ):
        before = caller.look(job)
        assert before.status == status
        answer = caller.retry(job)
        assert answer.status_code == 409
        assert problem_of(answer).detail == f"this cannot be done while the job is {status}"
        assert answer.json()["status_of_job"] == status
        stack.settle()
        assert caller.look(job) == before


def test_what_nobody_submitted_cannot_be_retried(caller: Caller) -> None:
    answer = caller.retry("thumbnail.nobodys")

    assert (answer.status_code, problem_of(answer).detail) == (404, "you have no such job")
