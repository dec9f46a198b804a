"""Delivering: what a receiver hears, how long it is tried, and when it is given up."""

import itertools
import json

import httpx
import pytest

from local.outside import Outage, Outside
from local.stack import LocalStack
from local.users import ALICE, BOB
from tests.flow.account import Account
from tests.flow.callers import Caller
from tests.flow.deaths import Deaths
from tests.flow.thumbnails import submit_photo
from tests.flow.webhooks.receiver import ALL_ATTEMPTS_HOURS, PATH, Receiver, tell


def test_a_receiver_hears_of_an_ended_job_once_signed_and_dated(
    stack: LocalStack, receiver: Receiver
) -> None:
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(seconds=30)
    (body,) = receiver.bodies()
    assert body["type"] == "job.succeeded"
    assert body["data"]["id"] == "thumbnail.one"
    assert body["data"]["href"] == "/jobs/thumbnail.one"
    (message,) = receiver.shown()["messages"]
    assert (message["status"], message["attempts"], message["answer"]) == ("delivered", 1, "204")


def test_an_event_that_comes_twice_is_told_once(stack: LocalStack, receiver: Receiver) -> None:
    # The same event, put again: EventBridge gives it another id of its own.
    ended_at = stack.clock.now()
    tell(stack, ALICE.user_id, "thumbnail.one", at=ended_at)
    tell(stack, ALICE.user_id, "thumbnail.one", at=ended_at)
    stack.clock.advance(minutes=5)
    assert len(receiver.received()) == 1


def test_only_the_owner_s_webhooks_hear_and_only_what_they_want(
    stack: LocalStack, alice: httpx.Client, bob: httpx.Client, outside: Outside
) -> None:
    Receiver.register(stack, bob, outside)
    picky = Receiver.register(stack, alice, outside, events=["job.failed"], job_types=["order"])
    for job, status in (("order.1", "SUCCEEDED"), ("thumbnail.2", "FAILED"), ("order.3", "FAILED")):
        tell(stack, ALICE.user_id, job, status)
    stack.clock.advance(minutes=1)
    assert [(body["type"], body["data"]["id"]) for body in picky.bodies()] == [("job.failed", "order.3")]
    tell(stack, BOB.user_id, "order.4", "FAILED")
    stack.clock.advance(minutes=1)
    assert len(outside.inbox.at(PATH)) == 2
    assert len(picky.shown()["messages"]) == 1


def test_a_receiver_that_is_down_is_tried_again_with_the_same_id_until_it_is_back(
    stack: LocalStack, receiver: Receiver
) -> None:
    receiver.fail(Outage(503, times=3))
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(hours=1)
    (message,) = receiver.shown()["messages"]
    assert (message["status"], message["attempts"]) == ("delivered", 4)
    (received,) = receiver.received()
    assert received.headers["webhook-id"] == message["id"]
    assert receiver.shown()["failures"] == 0


def test_a_message_nobody_takes_is_given_up_without_a_dead_letter_and_can_be_replayed(
    stack: LocalStack, alice: httpx.Client, receiver: Receiver, account: Account
) -> None:
    receiver.fail(Outage(500))
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(hours=ALL_ATTEMPTS_HOURS)
    (message,) = receiver.shown()["messages"]
    assert (message["status"], message["attempts"], message["answer"]) == ("failed", 12, "500")
    assert receiver.shown()["failures"] == 1
    assert account.depth("webhooks-deliveries-dlq") == 0

    receiver.recover()
    replay = f"/webhooks/{receiver.webhook['id']}/messages/{message['id']}/replay"
    assert alice.post(replay).status_code == 202
    stack.clock.advance(minutes=1)
    assert receiver.shown()["messages"][0]["status"] == "delivered"
    assert receiver.shown()["failures"] == 0
    assert receiver.bodies()[-1]["data"]["id"] == "thumbnail.one"


def test_a_webhook_that_fails_again_and_again_is_disabled_and_can_be_enabled(
    stack: LocalStack, alice: httpx.Client, receiver: Receiver, log: list[tuple[str, str]]
) -> None:
    receiver.fail(Outage(500))
    for job in ("thumbnail.1", "thumbnail.2", "thumbnail.3"):
        tell(stack, ALICE.user_id, job)
        stack.clock.advance(hours=ALL_ATTEMPTS_HOURS)
    shown = receiver.shown()
    assert (shown["state"], shown["why"]) == ("disabled", "3 messages in a row could not be delivered")
    assert sum('"WebhookDisabled":[1.0]' in line for _, line in log) == 1

    tell(stack, ALICE.user_id, "thumbnail.4")
    stack.clock.advance(hours=1)
    assert len(receiver.shown()["messages"]) == 3
    replay = f"/webhooks/{shown['id']}/messages/{shown['messages'][0]['id']}/replay"
    assert alice.post(replay).json()["detail"] == "the webhook is disabled: enable it first"

    receiver.recover()
    assert alice.post(f"/webhooks/{shown['id']}/enable").json()["state"] == "active"
    tell(stack, ALICE.user_id, "thumbnail.5")
    stack.clock.advance(minutes=1)
    assert receiver.bodies()[-1]["data"]["id"] == "thumbnail.5"


def test_a_receiver_that_is_gone_is_disabled_at_once(stack: LocalStack, receiver: Receiver) -> None:
    receiver.fail(Outage(410))
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(minutes=1)
    shown = receiver.shown()
    assert (shown["state"], shown["why"]) == ("disabled", "the receiver answered 410 Gone")
    assert shown["messages"][0]["attempts"] == 1


def test_a_message_under_way_to_a_removed_webhook_is_not_sent_any_more(
    stack: LocalStack, alice: httpx.Client, receiver: Receiver
) -> None:
    receiver.fail(Outage(503))
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(seconds=1)
    assert receiver.shown()["messages"][0]["attempts"] >= 1
    assert alice.delete(f"/webhooks/{receiver.webhook['id']}").status_code == 204
    receiver.recover()
    stack.clock.advance(hours=1)
    assert receiver.received() == []


def test_an_event_nobody_understands_lies_in_the_dlq_with_the_reason(
    stack: LocalStack, receiver: Receiver, account: Account
) -> None:
    stack.client("events").put_events(
        Entries=[
            {
                "EventBusName": "offload-dev",
                "Source": "offload.jobs",
                "DetailType": "JobSucceeded",
                "Detail": json.dumps({"version": 1, "job": "thumbnail.one"}),
            }
        ]
    )
    stack.clock.advance(minutes=1)
    (message,) = account.messages("webhooks-dispatch-dlq")
    assert message.reason["error_type"] == "InvalidPayload"
    assert receiver.received() == []


def test_a_job_that_ends_is_told_by_way_of_the_job_store_s_own_stream(
    stack: LocalStack, caller: Caller, receiver: Receiver
) -> None:
    job = caller.follow(submit_photo(caller, b"no picture"))
    stack.clock.advance(minutes=1)
    (body,) = receiver.bodies()
    assert (body["type"], body["data"]["id"], body["data"]["href"]) == ("job.failed", job.id, job.href)


@pytest.mark.parametrize("function", ["webhooks-dispatch", "webhooks-deliveries"])
def test_wherever_a_function_dies_at_a_write_each_job_is_told_once(
    stack: LocalStack, receiver: Receiver, log: list[tuple[str, str]], function: str
) -> None:
    numbers = itertools.count()

    def end_a_job() -> str:
        job = f"thumbnail.{next(numbers)}"
        tell(stack, ALICE.user_id, job)
        return job

    calls = stack.faults.record(function)
    jobs = {end_a_job()}
    stack.clock.advance(seconds=30)
    jobs |= set(Deaths(stack, log).everywhere(function, calls, end_a_job, within=30).values())
    stack.clock.advance(hours=1)
    assert {body["data"]["id"] for body in receiver.bodies()} == jobs
    assert len(receiver.received()) == len(jobs)
    assert {message["status"] for message in receiver.shown()["messages"]} == {"delivered"}


def test_who_dies_between_call_and_record_tells_twice_with_one_id(
    stack: LocalStack, receiver: Receiver
) -> None:
    stack.faults.crash_before_call("webhooks-deliveries", "dynamodb", "UpdateItem", nth=2)
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(hours=1)
    first, second = receiver.received()
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    (message,) = receiver.shown()["messages"]
    assert (message["status"], message["attempts"]) == ("delivered", 1)


def test_a_dispatcher_whose_table_is_down_tells_later(stack: LocalStack, receiver: Receiver) -> None:
    stack.faults.fail_call(
        "webhooks-dispatch", "dynamodb", "Query", error="InternalServerError", status=500, times=3
    )
    tell(stack, ALICE.user_id, "thumbnail.one")
    stack.clock.advance(minutes=10)
    assert [body["data"]["id"] for body in receiver.bodies()] == ["thumbnail.one"]


def test_an_order_to_deliver_that_cannot_be_read_is_set_aside(stack: LocalStack, account: Account) -> None:
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName="offload-dev-webhooks-deliveries")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody='{"message": "msg_1"}')
    stack.clock.advance(minutes=1)
    (message,) = account.messages("webhooks-deliveries-dlq")
    assert message.reason["error_type"] == "InvalidPayload"
    assert "webhook: Field required" in message.reason["error_message"]
