"""The outbox: what becomes of a job is told on the bus, from the job store's stream, and lost by nobody."""

import json

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.bus import Listener, Told
from tests.flow.callers import Caller
from tests.flow.thumbnails import submit_photo, thumbnails_of


@pytest.fixture
def listener(stack: LocalStack) -> Listener:
    """Somebody who hears all that is told of jobs."""
    return Listener(stack)


def in_order(told: list[Told]) -> list[Told]:
    """Return what was told of one job as it happened; on their way events overtake each other."""
    return sorted(told, key=lambda event: event.detail["sequence"])


def story(told: list[Told]) -> list[tuple[int, str]]:
    """Return what happened to one job, in its order: the run, and what was told."""
    return [(event.detail["job"]["run"], event.detail_type) for event in in_order(told)]


def invocations(log: list[tuple[str, str]]) -> int:
    """Return how often the publisher was invoked."""
    return sum(function == "offload-dev-publisher" and line.startswith("START") for function, line in log)


def test_a_job_is_told_of_when_it_is_accepted_begun_and_done(
    caller: Caller, listener: Listener, log: list[tuple[str, str]]
) -> None:
    job = caller.follow(submit_photo(caller, key="holiday"))

    accepted, started, succeeded = in_order(listener.heard())

    assert story([accepted, started, succeeded]) == [
        (1, "JobAccepted"),
        (1, "JobStarted"),
        (1, "JobSucceeded"),
    ]
    name = {"owner": caller.user.user_id, "id": "thumbnail.holiday", "type": "thumbnail", "run": 1}
    for event in (accepted, started, succeeded):
        assert event.source == "offload.jobs"
        assert event.detail["version"] == 1
        assert event.detail["job"] == name
        assert event.detail["id"] == f"{caller.user.user_id}/thumbnail.holiday/1/{event.detail_type}"
        assert event.detail["submitted_at"] == job.submitted_at
    assert [event.detail["sequence"] for event in (accepted, started, succeeded)] == [0, 1, 2]
    assert [event.detail["status"] for event in (accepted, started, succeeded)] == [
        "PENDING",
        "RUNNING",
        "SUCCEEDED",
    ]
    assert (started.detail["at"], succeeded.detail["at"]) == (job.started_at, job.ended_at)
    keys = [thumbnail["key"] for thumbnail in succeeded.detail["result"]["thumbnails"]]
    assert keys == [thumbnail.key for thumbnail in thumbnails_of(job)]
    assert "uploads/" not in json.dumps([event.detail for event in (accepted, started, succeeded)])
    assert invocations(log) == 1


def test_further_attempts_are_no_news(
    caller: Caller, stack: LocalStack, listener: Listener, log: list[tuple[str, str]]
) -> None:
    stack.faults.fail_call("thumbnail", "s3", "GetObject", error="AccessDenied", status=403)
    stack.faults.crash_before_call("thumbnail", "s3", "PutObject")

    job = caller.follow(submit_photo(caller))

    assert (job.status, job.attempt) == ("SUCCEEDED", 3)
    assert story(listener.heard()) == [(1, "JobAccepted"), (1, "JobStarted"), (1, "JobSucceeded")]
    assert invocations(log) == 2


def test_a_failure_says_why_and_a_retry_is_a_run_of_its_own(caller: Caller, listener: Listener) -> None:
    job = caller.follow(submit_photo(caller, b"no picture"))
    caller.retry(job.id)
    caller.follow(job.id, run=2)

    told = in_order(listener.heard())

    runs = {run: [what for which, what in story(told) if which == run] for run in (1, 2)}
    assert runs == {
        1: ["JobAccepted", "JobStarted", "JobFailed"],
        2: ["JobRetried", "JobStarted", "JobFailed"],
    }
    failed = told[2].detail
    assert failed["error"]["type"] == job.failure
    assert failed["status"] == "FAILED"
    assert [event.detail["sequence"] for event in told] == list(range(6))
    assert len({event.detail["id"] for event in told}) == 6


def test_a_cancelled_job_is_told_of(caller: Caller, stack: LocalStack, listener: Listener) -> None:
    stack.disable("thumbnail")
    job = submit_photo(caller)
    stack.clock.advance(seconds=1)

    caller.cancel(job)

    assert story(listener.heard()) == [(1, "JobAccepted"), (1, "JobCancelled")]


def test_what_the_bus_did_not_take_for_a_while_is_told_once_it_does(
    caller: Caller, stack: LocalStack, listener: Listener, account: Account
) -> None:
    stack.faults.fail_call("publisher", "events", "PutEvents", error="InternalException", times=10_000)
    jobs = [submit_photo(caller) for _ in range(3)]
    stack.clock.advance(minutes=10)
    stack.faults.clear()

    told = listener.heard(within=120)

    for job in jobs:
        assert caller.look(job).status == "SUCCEEDED"
        mine = [event for event in told if event.detail["job"]["id"] == job]
        assert story(mine) == [(1, "JobAccepted"), (1, "JobStarted"), (1, "JobSucceeded")]
    assert len(told) == 9
    assert account.depth("publisher-dlq") == 0


def test_an_event_that_comes_twice_is_the_same_event(
    caller: Caller, stack: LocalStack, listener: Listener
) -> None:
    stack.faults.crash_after_call("publisher", "events", "PutEvents", nth=3)

    caller.follow(submit_photo(caller))

    told = in_order(listener.heard())
    twice = [what for what in ("JobAccepted", "JobStarted", "JobSucceeded") for _ in range(2)]
    assert story(told) == [(1, what) for what in twice]
    assert len({event.id for event in told}) == 6
    assert [event.detail for event in told[::2]] == [event.detail for event in told[1::2]]


def test_an_item_that_is_no_job_is_set_aside_and_holds_up_nobody(
    caller: Caller, stack: LocalStack, listener: Listener, account: Account
) -> None:
    (table,) = (name for name in stack.client("dynamodb").list_tables()["TableNames"] if "JobStore" in name)
    stack.client("dynamodb").put_item(TableName=table, Item={"key": {"S": "alien"}, "status": {"S": "GONE"}})

    caller.follow(submit_photo(caller))

    assert story(listener.heard()) == [(1, "JobAccepted"), (1, "JobStarted"), (1, "JobSucceeded")]
    (message,) = account.messages("publisher-dlq")
    assert message.json["keys"] == {"key": {"S": "alien"}}
    assert message.reason["error_type"] == "KeyError"


def test_what_the_bus_never_takes_is_given_up_and_said(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    lambda_ = stack.client("lambda")
    (mapping,) = lambda_.list_event_source_mappings(FunctionName="offload-dev-publisher")[
        "EventSourceMappings"
    ]
    lambda_.update_event_source_mapping(UUID=mapping["UUID"], MaximumRecordAgeInSeconds=60)
    stack.faults.fail_call("publisher", "events", "PutEvents", error="InternalException", times=10_000)

    caller.follow(submit_photo(caller))
    stack.clock.advance(minutes=5)

    given_up = [message.json for message in account.messages("publisher-dlq")]
    assert {report["requestContext"]["condition"] for report in given_up} == {"RecordAgeExceeded"}
    assert sum(report["DDBStreamBatchInfo"]["batchSize"] for report in given_up) == 3
