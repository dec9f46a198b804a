"""`GET /jobs/{id}?wait=`: as soon as the job has ended, at the latest when the wait is over."""

import httpx
import pytest

from local.stack import LocalStack
from tests.flow.callers import Caller
from tests.flow.problems import problem_of
from tests.flow.thumbnails import submit_photo

#: How often a waiting request looks, in seconds.
A_LOOK = 0.25


class Timed:
    """Asks as `caller`, and keeps how long the answer took on the stack's clock, in seconds."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self.seconds = 0.0

    def get(self, job_id: str, **query: object) -> httpx.Response:
        """Ask for a job."""
        began = self._caller.stack.hub.now()
        answer = self._caller.http.get(f"/jobs/{job_id}", params={name: str(query[name]) for name in query})
        self.seconds = self._caller.stack.hub.now() - began
        return answer


@pytest.fixture
def timed(caller: Caller) -> Timed:
    return Timed(caller)


def test_whoever_waits_is_answered_as_soon_as_the_job_has_ended(
    caller: Caller, stack: LocalStack, timed: Timed
) -> None:
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=5.1)

    answer = timed.get(submit_photo(caller), wait=20)

    assert answer.json()["status"] == "SUCCEEDED"
    assert 5.1 <= timed.seconds < 5.1 + A_LOOK


def test_whoever_waits_is_answered_at_the_latest_when_the_wait_is_over(
    caller: Caller, stack: LocalStack, timed: Timed
) -> None:
    stack.disable("thumbnail")

    answer = timed.get(submit_photo(caller), wait=7)

    assert answer.json()["status"] == "PENDING"
    assert timed.seconds == pytest.approx(7, abs=0.01)


def test_whoever_does_not_wait_is_answered_at_once(caller: Caller, stack: LocalStack, timed: Timed) -> None:
    stack.disable("thumbnail")
    job = submit_photo(caller)
    stack.settle()

    assert timed.get(job).json()["status"] == timed.get(job, wait=0).json()["status"] == "PENDING"
    assert timed.seconds < 0.01


def test_nobody_waits_for_a_job_that_has_ended(caller: Caller, timed: Timed) -> None:
    ended = caller.follow(submit_photo(caller))

    answer = timed.get(ended.id, wait=20)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json()["ended_at"] == ended.ended_at
    assert timed.seconds < 0.01


def test_a_job_that_does_not_come_within_a_second_does_not_exist(timed: Timed) -> None:
    answer = timed.get("thumbnail.nobodys", wait=20)

    assert (answer.status_code, problem_of(answer).detail) == (404, "you have no such job")
    assert timed.seconds == pytest.approx(1, abs=0.01)
