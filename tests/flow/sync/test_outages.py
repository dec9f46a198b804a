"""A source that is down, slow or odd: the circuit breaker leaves it alone, and nothing is lost or skipped."""

import pytest

from local.outside import Outage, Outside
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.sync.changes import history, outcome
from tests.flow.sync.conftest import Source, counted

Log = list[tuple[str, str]]


def test_an_outage_opens_the_circuit_for_everybody_and_burns_no_more_attempts(
    crm: Source, stack: LocalStack, caller: Caller, stranger: Caller, log: Log
) -> None:
    changes = list(history(6, 4))
    crm.has_changed(changes)
    crm.fails(Outage(status=503, times=5))  # three open the circuit, then two probes fail: after 30 and 60 s

    job = crm.pull()
    stack.run_until(lambda: counted(log, "CircuitOpened") == 1, within=30)
    assert crm.shown()["circuit"] == "open"
    other = stranger.submit("sync", {"source": "crm"})
    stack.clock.advance(seconds=29)
    assert {caller.look(job).status, stranger.look(other).status} == {"PENDING"}
    assert counted(log, "CircuitOpened") == 1

    first, second = caller.follow(job, within=300), stranger.follow(other, within=300)

    assert (first.status, second.status) == ("SUCCEEDED", "SUCCEEDED")
    assert first.attempt + second.attempt == 4  # two failures, and the attempt of each that succeeded
    assert (counted(log, "CircuitOpened"), counted(log, "CircuitClosed")) == (3, 1)
    assert crm.shown()["circuit"] == "closed"
    stack.clock.advance(minutes=1)
    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted


def test_through_two_outages_each_records_changes_are_applied_in_their_order(
    crm: Source, stack: LocalStack, caller: Caller, log: Log
) -> None:
    changes = list(history(24, 5))
    crm.has_changed(changes)
    crm.fails(Outage(after=2, times=4), Outage(after=2, times=4))
    stack.faults.fail_call("sync", "sqs", "SendMessageBatch", error="AccessDenied", status=403)

    job = caller.follow(crm.pull())
    stack.clock.advance(minutes=1)

    assert job.result == {"source": "crm", "pages": 6, "changes": 24, "cursor": "24"}
    assert (counted(log, "CircuitOpened"), counted(log, "CircuitClosed")) == (4, 2)
    # Had one overtaken another, a version would have been skipped, or come too late.
    assert (counted(log, "VersionsSkipped"), counted(log, "ChangeApplied")) == (0, 24)
    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted


def test_the_schedule_pulls_every_five_minutes_once_it_is_enabled(crm: Source, stack: LocalStack) -> None:
    crm.has_changed(history(6, 4))
    stack.client("events").enable_rule(Name="offload-dev-sync-crm")
    stack.clock.advance(minutes=6)
    assert crm.shown()["changes"] == 6
    crm.has_changed(history(5, 4))
    stack.clock.advance(minutes=5)
    assert crm.shown()["changes"] == 11


def test_a_source_that_asks_for_a_pause_gets_it(
    crm: Source, stack: LocalStack, caller: Caller, log: Log
) -> None:
    crm.fails(Outage(status=429, times=1, retry_after=120))
    job = crm.pull()
    stack.clock.advance(seconds=115)
    assert caller.look(job).status == "PENDING"

    ended = caller.follow(job, within=10)

    assert (ended.status, ended.attempt) == ("SUCCEEDED", 1)
    assert counted(log, "CircuitOpened") == 0


@pytest.mark.parametrize(
    ("outage", "error"),
    [
        (Outage(status=401), "SourceRefused"),
        (Outage(status=302), "SourceRefused"),
        (Outage(status=200, body='{"changes": [], "cursor": "", "more": true}'), "CursorRepeats"),
        (
            Outage(status=200, body='{"changes": [{"key": "a"}], "cursor": "", "more": false}'),
            "CursorRepeats",
        ),
    ],
)
def test_what_would_be_the_same_again_fails_at_once(
    crm: Source, caller: Caller, account: Account, outage: Outage, error: str
) -> None:
    crm.fails(outage)
    job = caller.follow(crm.pull(), within=30)
    assert (job.status, job.failure, job.attempt) == ("FAILED", error, 1)
    assert (account.depth("sync-changes.fifo"), crm.shown()["cursor"]) == (0, "")


def test_an_answer_that_is_no_page_is_asked_for_again(crm: Source, caller: Caller) -> None:
    crm.has_changed(history(3, 1))
    crm.fails(Outage(status=200, body="<html>", times=2))
    job = caller.follow(crm.pull())
    assert (job.status, job.attempt) == ("SUCCEEDED", 3)


def test_a_source_that_nobody_named_is_not_pulled(crm: Source, caller: Caller, outside: Outside) -> None:
    job = caller.follow(caller.submit("sync", {"source": "erp"}), within=30)
    assert (job.status, job.failure) == ("FAILED", "UnknownSource")
    assert caller.http.post("/jobs/sync", json={"source": outside.url}).status_code == 400


def test_somebody_is_told_when_a_circuit_opens(stack: LocalStack) -> None:
    alarms = stack.client("cloudwatch").describe_alarms()["MetricAlarms"]
    (alarm,) = [alarm for alarm in alarms if alarm["AlarmName"].endswith("sync-circuit-open")]
    assert (alarm["MetricName"], alarm["Namespace"]) == ("CircuitOpened", "Offload")
    assert alarm["Dimensions"] == [{"Name": "service", "Value": "sync"}]
