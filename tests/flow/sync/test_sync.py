"""Data synchronization: what has changed at a source is pulled, and the copy comes to equal the source."""

import random

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.sync.changes import history, outcome, upsert
from tests.flow.sync.conftest import Source, counted, tell

Log = list[tuple[str, str]]


def test_the_copy_comes_to_equal_the_source_and_the_next_pull_goes_on_behind_the_cursor(
    crm: Source, stack: LocalStack, caller: Caller
) -> None:
    changes = list(history(14, 4))
    crm.has_changed(changes[:10])
    first = caller.follow(crm.pull())
    crm.has_changed(changes[10:])
    second = caller.follow(crm.pull())
    nothing = caller.follow(crm.pull())
    stack.clock.advance(minutes=1)

    assert first.result == {"source": "crm", "pages": 3, "changes": 10, "cursor": "10"}
    assert second.result == {"source": "crm", "pages": 1, "changes": 4, "cursor": "14"}
    assert nothing.result == {"source": "crm", "pages": 1, "changes": 0, "cursor": "14"}
    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted
    shown = crm.shown()
    assert shown.pop("pulled_at")
    assert shown == {"source": "crm", "cursor": "14", "changes": 14, "circuit": "closed"}


def test_what_comes_twice_or_late_or_after_a_gap_changes_nothing_that_is_newer(
    crm: Source, stack: LocalStack, caller: Caller, log: Log
) -> None:
    changes = list(history(16, 3, seed=1))
    told = changes + changes[::3]
    random.Random(7).shuffle(told)
    crm.has_changed(told)

    caller.follow(crm.pull())
    stack.clock.advance(minutes=1)

    wanted = outcome(changes)
    assert crm.copy_of(wanted) == wanted
    assert counted(log, "ChangeApplied") + counted(log, "ChangeIgnored") >= len(changes)
    assert counted(log, "ChangeIgnored") > 0
    assert counted(log, "VersionsSkipped") > 0


def test_a_deleted_record_stays_deleted_until_it_is_written_anew(
    crm: Source, stack: LocalStack, caller: Caller
) -> None:
    def record() -> tuple[int, object]:
        answer = caller.http.get("/records/crm", params={"key": "a/b"})
        return answer.status_code, answer.json().get("version")

    def pulled(*changes: dict[str, object]) -> tuple[int, object]:
        crm.has_changed(changes)  # type: ignore[arg-type]
        caller.follow(crm.pull())
        stack.clock.advance(minutes=1)
        return record()

    assert record() == (404, None)
    assert pulled({**upsert("a/b", 1)}) == (200, 1)
    assert pulled({"key": "a/b", "version": 3, "op": "delete"}) == (410, None)
    assert pulled({**upsert("a/b", 2)}) == (410, None)
    assert pulled({**upsert("a/b", 4)}) == (200, 4)
    assert caller.http.get("/records/crm").status_code == 400
    assert caller.http.get("/sources/nothing").status_code == 404


def test_a_change_that_cannot_be_understood_is_set_aside_and_holds_nothing_back(
    crm: Source, stack: LocalStack, caller: Caller, account: Account
) -> None:
    crm.has_changed([upsert("a", 1), {"key": "a", "version": "2", "op": "upsert"}, upsert("a", 3)])
    crm.has_changed([{"key": "b", "version": 1, "op": "upsert", "record": {"text": "x" * 140_000}}])
    crm.has_changed([{"record": None}])

    job = caller.follow(crm.pull())
    stack.clock.advance(minutes=1)

    assert job.status == "SUCCEEDED"
    assert crm.copy_of("ab") == {"a": (3, {"name": "a", "number": 0})}
    aside = account.messages("sync-changes-dlq.fifo")
    assert sorted(str(message.json["change"].get("key")) for message in aside) == ["None", "a", "b"]
    assert {message.reason["error_type"] for message in aside} == {"InvalidPayload"}
    assert [message.json["bytes"] for message in aside if "bytes" in message.json] == [140_095]


def test_a_pull_that_takes_longer_than_a_turn_goes_on_in_the_next_one(
    crm: Source, stack: LocalStack, caller: Caller, log: Log
) -> None:
    tell(stack, "sync", TURN_SECONDS="0")
    crm.has_changed(history(14, 4))

    job = caller.follow(crm.pull())

    assert job.result == {"source": "crm", "pages": 4, "changes": 14, "cursor": "14"}
    assert job.attempt == 1
    assert counted(log, "NotYet") == 3


def test_several_owners_pull_a_source_one_after_the_other(
    crm: Source, stack: LocalStack, caller: Caller, stranger: Caller, account: Account, log: Log
) -> None:
    crm.has_changed(history(6, 4))
    stack.faults.delay_call("sync", "sqs", "SendMessageBatch", seconds=5, times=1)

    jobs = [(one, one.submit("sync", {"source": "crm"})) for one in (caller, stranger)]
    ended = [one.follow(job) for one, job in jobs]

    assert {str(job.result["changes"]) for job in ended if job.result} == {"0", "6"}
    assert [job.attempt for job in ended] == [1, 1]
    assert counted(log, "NotYet") == 1
    assert counted(log, "PagePulled") == 3


def test_a_payload_that_came_past_the_api_is_held_to_its_contract_however_large(
    caller: Caller, account: Account
) -> None:
    submission = {
        "kind": "submission",
        "owner": caller.user.user_id,
        "id": "sync.large",
        "type": "sync",
        "submitted_at": 1_893_456_000_000,
        "payload": {"source": "crm", "url": "https://example.com/" + "x" * 70_000},
    }
    account.send_to_intake(submission)

    job = caller.follow("sync.large")

    assert (job.status, job.failure, job.attempt) == ("FAILED", "InvalidPayload", 1)
