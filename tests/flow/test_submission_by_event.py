"""Jobs without HTTP: another service puts SubmitJob on the bus, and hears what became of it."""

import json

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.bus import Listener, Told, tell
from tests.flow.orders import an_order

SHOP = "shop.example"


@pytest.fixture
def listener(stack: LocalStack) -> Listener:
    """The shop, which hears what becomes of its jobs, and why some are none."""
    ends = {"source": ["offload.jobs"], "detail": {"job": {"owner": [f"service:{SHOP}"]}}}
    rejected = {"source": ["offload.submissions"], "detail": {"source": [{"exists": True}]}}
    return Listener(stack, {"$or": [ends, rejected]})


def wish(**fields: object) -> dict[str, object]:
    """Return the detail of a SubmitJob event for an order of tea, with some fields changed."""
    return {"version": 1, "type": "order", "payload": an_order(), **fields}


def ended(told: list[Told]) -> list[Told]:
    """Return what was told of jobs that ended."""
    return [event for event in told if event.detail_type in ("JobSucceeded", "JobFailed", "JobCancelled")]


def test_an_event_becomes_a_job_of_the_service_that_put_it(stack: LocalStack, listener: Listener) -> None:
    event = tell(stack, SHOP, "SubmitJob", wish())

    told = listener.heard()

    (done,) = ended(told)
    assert done.detail_type == "JobSucceeded"
    assert done.detail["job"] == {
        "owner": f"service:{SHOP}",
        "id": f"order.{event}",
        "type": "order",
        "run": 1,
    }
    assert done.detail["result"]["total"] > 0
    assert {each.detail_type for each in told} == {"JobAccepted", "JobStarted", "JobSucceeded"}


def test_the_same_key_is_the_same_job_and_the_first_payload_wins(
    stack: LocalStack, listener: Listener
) -> None:
    tell(stack, SHOP, "SubmitJob", wish(idempotency_key="basket-1"))
    tell(stack, SHOP, "SubmitJob", wish(idempotency_key="basket-1"))
    stack.clock.advance(minutes=10)
    tell(stack, SHOP, "SubmitJob", wish(idempotency_key="basket-1", payload=an_order({"MUG-BLUE": 1})))

    told = listener.heard()

    assert [event.detail_type for event in sorted(told, key=lambda event: event.detail["sequence"])] == [
        "JobAccepted",
        "JobStarted",
        "JobSucceeded",
    ]
    assert {event.detail["job"]["id"] for event in told} == {"order.basket-1"}


def test_a_message_that_comes_twice_is_one_job(
    stack: LocalStack, listener: Listener, account: Account
) -> None:
    stack.faults.crash_after_call("submitter", "sqs", "SendMessage")

    tell(stack, SHOP, "SubmitJob", wish())

    assert len(ended(listener.heard(within=600))) == 1
    assert account.depth("submitter-dlq") == 0


def test_the_same_key_of_another_service_is_another_job(stack: LocalStack, listener: Listener) -> None:
    tell(stack, SHOP, "SubmitJob", wish(idempotency_key="basket-1"))
    tell(stack, "kiosk.example", "SubmitJob", wish(idempotency_key="basket-1"))

    (mine,) = ended(listener.heard())

    assert mine.detail["job"]["owner"] == f"service:{SHOP}"
    (accepted, other) = (
        item["owner"]["S"]
        for name in stack.client("dynamodb").list_tables()["TableNames"]
        if "JobStore" in name
        for item in stack.client("dynamodb").scan(TableName=name)["Items"]
    )
    assert {accepted, other} == {f"service:{SHOP}", "service:kiosk.example"}


REJECTED: tuple[tuple[dict[str, object], str, str], ...] = (
    (wish(type="ordre"), "UnknownType", "there is no job type 'ordre'"),
    (wish(payload={"items": []}), "InvalidPayload", "is a required property"),
    (wish(payload={**an_order(), "currency": "XXX"}), "InvalidPayload", "currency: does not keep enum"),
    (wish(idempotency_key="a b"), "InvalidSubmission", "idempotency_key"),
    (wish(version=2), "InvalidSubmission", "version"),
    (wish(idempotencyKey="typo"), "InvalidSubmission", "idempotencyKey"),
    ({}, "InvalidSubmission", "type"),
)


def test_what_can_become_no_job_is_set_aside_and_its_sender_hears_why(
    stack: LocalStack, listener: Listener, account: Account
) -> None:
    events = [tell(stack, SHOP, "SubmitJob", detail) for detail, _, _ in REJECTED]

    heard = {told.detail["event"]: told for told in listener.heard()}
    letters = {letter.json["id"]: letter for letter in account.messages("submitter-dlq")}

    assert set(heard) == set(letters) == set(events)
    for event, (detail, reason, message) in zip(events, REJECTED, strict=True):
        rejected, letter = heard[event], letters[event]
        assert (rejected.source, rejected.detail_type) == ("offload.submissions", "SubmissionRejected")
        assert (rejected.detail["version"], rejected.detail["source"]) == (1, SHOP)
        assert rejected.detail["reason"] == reason
        assert message in rejected.detail["message"]
        assert "tok_approve" not in json.dumps(rejected.detail)
        assert letter.json["detail"] == detail
        assert letter.reason["error_type"] == reason
    assert account.depth("submitter") == 0


def test_a_source_that_is_not_its_own_submits_nothing(stack: LocalStack, account: Account) -> None:
    for source in ("offload.jobs", "schedule", "no/slash"):
        tell(stack, source, "SubmitJob", wish())
    # PutEvents refuses AWS's own sources already; an event of theirs would look like this.
    event = {"id": "1", "source": "aws.s3", "detail-type": "SubmitJob", "time": "2030-01-01T00:00:00Z"}
    account.send("submitter", json.dumps({**event, "detail": wish()}))
    account.send("submitter", '{"neither": "event nor firing"}')
    stack.clock.advance(minutes=1)

    reasons = sorted(letter.reason["error_type"] for letter in account.messages("submitter-dlq"))

    assert reasons == ["InvalidPayload", *["InvalidSubmission"] * 4]
    assert account.depth("intake.fifo") == 0


def test_a_sender_hears_why_even_if_the_bus_did_not_listen_at_first(
    stack: LocalStack, listener: Listener, account: Account
) -> None:
    stack.faults.fail_call("submitter", "events", "PutEvents", error="InternalException", times=3)

    tell(stack, SHOP, "SubmitJob", wish(type="ordre"))

    (rejected,) = listener.heard()
    assert rejected.detail["reason"] == "UnknownType"
    assert account.depth("submitter-dlq") == 1
