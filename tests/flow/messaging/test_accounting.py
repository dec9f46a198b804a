"""Accounting: a service beside the jobs, which hears of them by events and submits its own by event."""

import json

import httpx

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.bus import Listener, tell
from tests.flow.callers import Caller
from tests.flow.problems import problem_of
from tests.flow.thumbnails import submit_photo


def succeeded(run: str = "a", *, at: str = "2030-01-01T00:00:00.000Z", **fields: object) -> dict[str, object]:
    """Return the detail of a JobSucceeded event about one of bob's jobs."""
    job = {"owner": "BOB", "id": f"order.{run}", "type": "order", "run": 1}
    return {
        "version": 1,
        "id": f"BOB/order.{run}/1/JobSucceeded",
        "sequence": 2,
        "at": at,
        "job": job,
        "submitted_at": at,
        "status": "SUCCEEDED",
        "result": None,
        "result_omitted": False,
        **fields,
    }


def usage(http: httpx.Client, month: str = "2030-01") -> dict[str, object]:
    """Return what an account has used in a month."""
    answer = http.get("/usage", params={"month": month})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def pass_days(stack: LocalStack, days: int) -> None:
    """Let days pass, with no schedule but the accounting's: the sweep alone would fire in each minute."""
    events = stack.client("events")
    for page in events.get_paginator("list_rules").paginate():
        for rule in page["Rules"]:
            if "ScheduleExpression" in rule and rule["Name"] != "offload-dev-messaging-monthly":
                events.disable_rule(Name=rule["Name"])
    stack.clock.advance(days=days)


def counted(stack: LocalStack) -> dict[str, int]:
    """Return how many of bob's jobs the book has, by month."""
    (table,) = (name for name in stack.client("dynamodb").list_tables()["TableNames"] if "Messaging" in name)
    items = stack.client("dynamodb").scan(TableName=table)["Items"]
    return {
        item["month"]["S"]: int(item["jobs"]["N"])
        for item in items
        if item.get("account", {}).get("S") == "BOB"
    }


def test_an_account_sees_what_it_has_used_and_gets_its_statement_when_the_month_is_over(
    caller: Caller, stranger: Caller, stack: LocalStack, account: Account
) -> None:
    listener = Listener(stack, {"source": ["offload.jobs"], "detail": {"job": {"type": ["statement"]}}})
    for person, photos in ((caller, 2), (stranger, 1)):
        for _ in range(photos):
            person.follow(submit_photo(person))
    caller.follow(submit_photo(caller, b"no picture"))
    stack.clock.advance(minutes=1)

    assert usage(caller.http) == {"month": "2030-01", "jobs": {"thumbnail": 2}, "cents": 4}
    assert caller.http.get("/usage").json() == usage(caller.http)
    assert usage(stranger.http) == {"month": "2030-01", "jobs": {"thumbnail": 1}, "cents": 2}
    assert usage(caller.http, "2029-12") == {"month": "2029-12", "jobs": {}, "cents": 0}
    assert caller.http.get("/statements/2030-01").status_code == 404

    pass_days(stack, 36)

    statement = caller.http.get("/statements/2030-01").json()
    assert statement == {
        "account": caller.user.user_id,
        "month": "2030-01",
        "lines": [{"type": "thumbnail", "jobs": 2, "cents": 4}],
        "cents": 4,
    }
    assert stranger.http.get("/statements/2030-01").json()["cents"] == 2
    told = listener.heard()
    assert [event.detail_type for event in told].count("JobSucceeded") == 2
    assert {event.detail["job"]["owner"] for event in told} == {"service:accounting"}
    for queue in ("messaging-ledger-dlq", "messaging-archive-dlq", "submitter-dlq", "publisher-dlq"):
        assert account.depth(queue) == 0


def test_an_event_is_counted_once_however_often_and_in_whatever_order_it_comes(
    stack: LocalStack, account: Account
) -> None:
    stack.faults.crash_after_call("messaging-ledger", "dynamodb", "TransactWriteItems")
    stack.faults.fail_call(
        "messaging-ledger", "dynamodb", "TransactWriteItems", error="InternalServerError", times=3
    )
    february = "2030-02-01T00:00:00.000Z"

    tell(stack, "offload.jobs", "JobSucceeded", succeeded("c", at=february))
    for run in ("a", "b", "a", "c", "b"):
        at = february if run == "c" else "2030-01-31T23:59:59.999Z"
        tell(stack, "offload.jobs", "JobSucceeded", succeeded(run, at=at))
    stack.clock.advance(minutes=10)

    assert counted(stack) == {"2030-01": 2, "2030-02": 1}
    assert (account.depth("messaging-ledger"), account.depth("messaging-ledger-dlq")) == (0, 0)


def test_what_cannot_be_entered_now_is_entered_later(stack: LocalStack) -> None:
    stack.faults.fail_call(
        "messaging-ledger", "dynamodb", "TransactWriteItems", error="InternalServerError", times=3
    )
    tell(stack, "offload.jobs", "JobSucceeded", succeeded("a"))
    stack.clock.advance(minutes=10)

    assert counted(stack) == {"2030-01": 1}


def test_a_newer_version_is_passed_over_a_field_that_was_added_is_ignored_and_what_is_wrong_is_set_aside(
    stack: LocalStack, account: Account, log: list[tuple[str, str]]
) -> None:
    tell(stack, "offload.jobs", "JobSucceeded", {"version": 2, "job": {"type": "order"}, "who": "knows"})
    tell(stack, "offload.jobs", "JobSucceeded", succeeded("a", added_later={"since": "today"}))
    tell(stack, "offload.jobs", "JobSucceeded", {**succeeded("b"), "at": None})
    stack.clock.advance(minutes=1)

    assert counted(stack) == {"2030-01": 1}
    (letter,) = account.messages("messaging-ledger-dlq")
    assert letter.json["detail"]["id"] == "BOB/order.b/1/JobSucceeded"
    assert letter.reason["error_type"] == "InvalidPayload"
    assert sum('"UnknownVersion"' in line for _, line in log) == 1


def test_a_statement_waits_for_the_archive_and_one_that_is_none_is_set_aside(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    stack.faults.fail_call("messaging-archive", "dynamodb", "PutItem", error="InternalServerError", times=3)
    job = {"owner": "service:accounting", "id": "statement.a", "type": "statement", "run": 1}
    statement = {"account": caller.user.user_id, "month": "2029-12", "lines": [], "cents": 0}

    tell(stack, "offload.jobs", "JobSucceeded", succeeded("a", job=job, result=statement))
    tell(stack, "offload.jobs", "JobSucceeded", succeeded("b", job=job, result=None, result_omitted=True))
    stack.clock.advance(minutes=10)

    assert caller.http.get("/statements/2029-12").json() == statement
    (letter,) = account.messages("messaging-archive-dlq")
    assert letter.json["detail"]["result_omitted"] is True
    assert letter.reason["error_type"] == "InvalidPayload"


def test_two_deliveries_of_one_firing_are_one_closing(stack: LocalStack) -> None:
    listener = Listener(stack, {"source": ["offload.jobs"], "detail": {"job": {"type": ["closing"]}}})
    firing = {
        "schedule": "messaging-monthly",
        "time": "2030-02-05T02:00:00Z",
        "type": "closing",
        "payload": {},
    }
    for _ in range(2):
        Account(stack).send("submitter", json.dumps(firing))

    told = listener.heard()

    assert {event.detail["job"]["id"] for event in told} == {"closing.messaging-monthly-20300205T020000"}
    assert {event.detail["job"]["owner"] for event in told} == {"service:schedule"}
    assert len(told) == 3


def test_a_closing_that_dies_half_way_makes_each_statement_once(stack: LocalStack) -> None:
    listener = Listener(stack, {"source": ["offload.jobs"], "detail": {"job": {"type": ["statement"]}}})
    for run in ("a", "b"):
        tell(stack, "offload.jobs", "JobSucceeded", succeeded(run))
    pass_days(stack, 32)
    stack.faults.crash_after_call("closing", "events", "PutEvents")
    stack.faults.fail_call("closing", "events", "PutEvents", error="InternalException", times=3)

    tell(stack, "calendar.example", "SubmitJob", {"type": "closing", "payload": {"month": "2030-01"}})

    told = listener.heard(within=2 * 3600)
    assert sorted(event.detail_type for event in told) == ["JobAccepted", "JobStarted", "JobSucceeded"]


def test_nobody_sees_or_closes_what_is_not_theirs(
    caller: Caller, stack: LocalStack, log: list[tuple[str, str]]
) -> None:
    me = caller.user.user_id
    statement = caller.follow(caller.submit("statement", {"account": "BOB", "month": "2030-01"}))
    closing = caller.follow(caller.submit("closing", {"month": "2029-12"}))
    mine = caller.follow(caller.submit("statement", {"account": me, "month": "2030-01"}))

    assert (statement.failure, closing.failure) == ("NotYourAccount", "OnlyForServices")
    assert mine.status == "SUCCEEDED"
    stack.clock.advance(minutes=1)
    # What it asked for itself is no statement of the accounting's.
    assert caller.http.get("/statements/2030-01").status_code == 404


def test_a_month_that_is_none_is_a_problem(alice: httpx.Client, stack: LocalStack) -> None:
    assert problem_of(alice.get("/usage", params={"month": "2030-13"})).status == 400
    assert problem_of(alice.get("/statements/now")).status == 404


def test_a_month_is_closed_when_it_is_over(stack: LocalStack) -> None:
    listener = Listener(stack, {"source": ["offload.jobs"], "detail-type": ["JobFailed"]})
    tell(stack, "calendar.example", "SubmitJob", {"type": "closing", "payload": {"month": "2030-01"}})
    (failed,) = listener.heard()
    assert failed.detail["error"]["type"] == "MonthNotOver"
