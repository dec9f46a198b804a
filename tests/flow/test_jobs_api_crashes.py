"""The jobs API dies around each AWS call it makes: the caller repeats, and it has one effect.

Invariants 1 and 2. Nothing here comes back by itself, as a message does: it is the caller who asks again.
"""

from collections.abc import Callable

import httpx
import pytest

from local.stack import LocalStack
from tests.flow.callers import Caller
from tests.flow.crash_points import crash_points
from tests.flow.deaths import writes
from tests.flow.problems import MEDIA_TYPE
from tests.flow.thumbnails import submit_photo

Ask = Callable[[str], httpx.Response]


def is_a_mistake_of_ours(answer: httpx.Response) -> bool:
    """Tell whether the caller is told to have done nothing wrong."""
    title = answer.json()["title"]
    return (answer.status_code, answer.headers["Content-Type"], title) == (
        502,
        MEDIA_TYPE,
        "Internal server error",
    )


class Repeating:
    """A caller who repeats what the jobs API dies of, at each point of `ask` once."""

    def __init__(self, stack: LocalStack, new_job: Callable[[], str], ask: Ask) -> None:
        self._stack = stack
        self._new_job = new_job
        self._ask = ask

    def everywhere(self, *, answers: set[int]) -> list[str]:
        """Ask of a new job at each point, and again; return the jobs.

        Args:
            answers: the statuses that the repeated request may have.
        """
        jobs = [self._new_job()]
        calls = self._stack.faults.record("jobs-api")
        assert self._ask(jobs[0]).status_code == 202
        for point in crash_points("jobs-api", writes(calls)):
            jobs.append(self._new_job())
            point.set(self._stack)
            assert is_a_mistake_of_ours(self._ask(jobs[-1])), point
            assert self._ask(jobs[-1]).status_code in answers, point
        assert len(jobs) > 1
        return jobs


def test_a_retry_that_is_asked_for_again_is_one_run(caller: Caller, stack: LocalStack) -> None:
    def failed() -> str:
        return caller.follow(submit_photo(caller, b"no picture")).id

    jobs = Repeating(stack, failed, caller.retry).everywhere(answers={202, 409})
    stack.clock.advance(minutes=10)

    assert {(caller.look(job).status, caller.look(job).run) for job in jobs} == {("FAILED", 2)}


def test_a_waiting_job_whose_cancellation_is_asked_for_again_is_cancelled(
    caller: Caller, stack: LocalStack
) -> None:
    stack.disable("thumbnail")

    jobs = Repeating(stack, lambda: submit_photo(caller), caller.cancel).everywhere(answers={202, 409})
    stack.enable("thumbnail")
    stack.clock.advance(minutes=10)

    assert {(caller.look(job).status, caller.look(job).attempt) for job in jobs} == {("CANCELLED", 0)}


def test_a_running_job_whose_cancellation_is_asked_for_again_is_cancelled(
    caller: Caller, stack: LocalStack
) -> None:
    def running() -> str:
        stack.faults.crash_before_call("thumbnail", "s3", "GetObject")
        job = submit_photo(caller)
        stack.clock.advance(seconds=1)
        return job

    jobs = Repeating(stack, running, caller.cancel).everywhere(answers={202})

    assert {caller.follow(job).status for job in jobs} == {"CANCELLED"}


@pytest.mark.parametrize("path", ["/jobs", "/jobs/thumbnail.a"])
def test_a_look_can_be_repeated(caller: Caller, stack: LocalStack, path: str) -> None:
    caller.follow(submit_photo(caller, key="a"))
    calls = stack.faults.record("jobs-api")
    seen = caller.http.get(path).status_code

    for point in list(crash_points("jobs-api", calls)):
        point.set(stack)
        assert is_a_mistake_of_ours(caller.http.get(path)), point
        assert caller.http.get(path).status_code == seen, point
