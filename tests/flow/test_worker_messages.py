"""Messages as a worker finds them: unreadable, twice, stale, or more than there is time for."""

import json

import pytest

from local.engine.aws_calls import AwsCall
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.thumbnails import SIZES, submit_photo

#: Of the worker, in seconds; with less than three of them left it begins no further job.
TIMEOUT = 180
RESERVE = 3

UNREADABLE = (
    "hello",
    "[]",
    '{"hello": "world"}',
    '{"owner": "a/b", "id": "thumbnail.a", "type": "thumbnail", "run": 1}',
    '{"owner": "a", "id": "thumbnail.a", "type": "thumbnail", "run": 1, "sudo": true}',
)


def work(caller: Caller, job_id: str, run: int = 1) -> str:
    """Return the message that asks for a run of a thumbnail job."""
    return json.dumps({"owner": caller.user.user_id, "id": job_id, "type": "thumbnail", "run": run})


def test_unreadable_messages_are_set_aside_with_the_reason_and_hold_up_nobody(
    caller: Caller, account: Account, stack: LocalStack
) -> None:
    account.feed("thumbnail", batch=10)
    stack.disable("thumbnail")
    job = submit_photo(caller)
    for body in UNREADABLE:
        account.send("thumbnail", body)
    stack.settle()

    stack.enable("thumbnail")

    assert caller.follow(job, within=1).status == "SUCCEEDED"
    assert account.depth("thumbnail") == 0
    dead = account.messages("thumbnail-dlq")
    assert sorted(message.body for message in dead) == sorted(UNREADABLE)
    for message in dead:
        assert message.reason["error_type"] == "MalformedMessage"
        assert message.reason["error_message"].startswith("not a message for a worker: ")


def test_an_unreadable_message_that_is_redriven_is_set_aside_again(
    account: Account, stack: LocalStack
) -> None:
    account.send("thumbnail", "hello")
    stack.settle()

    account.redrive("thumbnail")
    stack.clock.advance(minutes=1)

    (dead,) = account.messages("thumbnail-dlq")
    assert dead.body == "hello"


def test_a_message_of_no_job_is_dropped(caller: Caller, account: Account, stack: LocalStack) -> None:
    account.send("thumbnail", work(caller, "thumbnail.nobodys"))
    stack.settle()

    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)
    assert caller.page().jobs == ()


@pytest.mark.parametrize("seconds", [0, 1, 900], ids=["at once", "while it runs", "after its end"])
def test_a_message_that_comes_again_is_worked_on_once(
    caller: Caller, account: Account, stack: LocalStack, seconds: float
) -> None:
    """Invariant 2."""
    calls = stack.faults.record("thumbnail")
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=9)
    job = submit_photo(caller, key="again")
    stack.clock.advance(seconds=seconds)

    for _ in range(3):
        account.send("thumbnail", work(caller, job))

    ended = caller.follow(job)
    stack.clock.advance(minutes=15)
    assert (ended.status, ended.attempt) == ("SUCCEEDED", 1)
    assert caller.look(job).ended_at == ended.ended_at
    assert calls.count(AwsCall("s3", "PutObject")) == len(SIZES)
    assert (account.depth("thumbnail"), account.depth("thumbnail-dlq")) == (0, 0)


def test_a_message_of_an_older_run_is_dropped(caller: Caller, account: Account, stack: LocalStack) -> None:
    """Invariant 2."""
    job = submit_photo(caller, b"no picture")
    caller.follow(job)
    caller.retry(job)
    failed = caller.follow(job, run=2)

    account.send("thumbnail", work(caller, job, run=1))
    stack.clock.advance(minutes=15)

    assert caller.look(job) == failed
    assert account.depth("thumbnail") == 0


def test_a_worker_near_its_timeout_returns_the_rest_untouched_and_at_once(
    caller: Caller, account: Account, stack: LocalStack
) -> None:
    account.feed("thumbnail", batch=2)
    stack.disable("thumbnail")
    jobs = [submit_photo(caller) for _ in range(2)]
    stack.settle()
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=TIMEOUT - RESERVE + 1)
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=RESERVE)
    stack.enable("thumbnail")
    stack.clock.advance(seconds=TIMEOUT - RESERVE)
    assert sorted(caller.look(job).status for job in jobs) == ["PENDING", "RUNNING"]

    first, second = sorted((caller.follow(job) for job in jobs), key=lambda job: str(job.ended_at))

    assert (first.attempt, second.attempt) == (1, 1)
    assert second.started_at == first.ended_at
    assert account.depth("thumbnail") == 0


def test_a_worker_with_time_left_goes_on_with_its_batch(
    caller: Caller, account: Account, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    account.feed("thumbnail", batch=2)
    stack.disable("thumbnail")
    jobs = [submit_photo(caller) for _ in range(2)]
    stack.settle()
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=TIMEOUT - RESERVE - 1)
    stack.enable("thumbnail")

    assert {caller.follow(job).status for job in jobs} == {"SUCCEEDED"}
    assert sum("START RequestId" in line for name, line in log if name.endswith("-thumbnail")) == 1


def test_a_job_that_takes_too_long_is_tried_again(
    caller: Caller, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    stack.faults.delay_call("thumbnail", "s3", "GetObject", seconds=TIMEOUT + 1)

    job = caller.follow(submit_photo(caller))

    assert (job.status, job.attempt) == ("SUCCEEDED", 2)
    assert any("Task timed out after 180.00 seconds" in line for _, line in log)
