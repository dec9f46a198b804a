"""What a receive may ask for, and how one that got lost on its way is repeated."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.sqs.models import sqs_backends

from local.account import ACCOUNT_ID
from local.hub import Hub
from local.moto_fixes.sqs.queue import indexed
from tests.flow.local.moto_fixes.machines import REGION
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("MaxNumberOfMessages", 0), ("MaxNumberOfMessages", 11), ("WaitTimeSeconds", 21)],
)
def test_numbers_keep_to_their_ranges(sqs: Any, hub: Hub, parameter: str, value: int) -> None:
    queue = make_queue(sqs, "q")
    with pytest.raises(ClientError, match=f"^[^:]*: Value {value} for parameter {parameter} is invalid"):
        sqs.receive_message(QueueUrl=queue.url, **{parameter: value})


@pytest.mark.parametrize("timeout", [-1, 43_201])
def test_a_message_is_hidden_for_twelve_hours_at_most(sqs: Any, hub: Hub, timeout: int) -> None:
    queue = make_queue(sqs, "q")
    with pytest.raises(ClientError, match="VisibilityTimeout"):
        queue.receive(VisibilityTimeout=timeout)


def test_an_attribute_no_message_has_cannot_be_asked_for(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    with pytest.raises(ClientError, match="Unknown Attribute Colour"):
        queue.receive(MessageSystemAttributeNames=["Colour"])


def test_a_repeated_receive_gets_the_same_messages_and_hides_them_anew(sqs: Any, hub: Hub) -> None:
    queue = _with_two_groups(sqs)
    first = queue.receive(1, ReceiveRequestAttemptId="try")
    hub.advance(20)

    assert queue.receive(1, ReceiveRequestAttemptId="try") == first
    hub.advance(29)

    assert queue.bodies(10) == ["b"]
    queue.delete(first[0])


def test_another_attempt_gets_other_messages(sqs: Any, hub: Hub) -> None:
    queue = _with_two_groups(sqs)
    assert queue.bodies(1, ReceiveRequestAttemptId="one") == ["a"]
    assert queue.bodies(1, ReceiveRequestAttemptId="two") == ["b"]


def test_a_receive_whose_messages_were_touched_is_not_repeated(sqs: Any, hub: Hub) -> None:
    queue = _with_two_groups(sqs)
    [message] = queue.receive(1, ReceiveRequestAttemptId="try")
    queue.delete(message)
    assert queue.bodies(1, ReceiveRequestAttemptId="try") == ["b"]


def test_a_receive_whose_messages_were_hidden_anew_is_not_repeated(sqs: Any, hub: Hub) -> None:
    queue = _with_two_groups(sqs)
    [message] = queue.receive(1, ReceiveRequestAttemptId="try")
    queue.hide(message, 100)
    assert queue.bodies(1, ReceiveRequestAttemptId="try") == ["b"]


def test_a_receive_can_be_repeated_for_five_minutes(sqs: Any, hub: Hub) -> None:
    queue = _with_two_groups(sqs)
    queue.receive(1, ReceiveRequestAttemptId="try", VisibilityTimeout=1000)
    hub.advance(301)
    assert queue.bodies(1, ReceiveRequestAttemptId="try") == ["b"]


def test_a_receive_that_got_nothing_is_not_repeated(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    assert queue.receive(ReceiveRequestAttemptId="try") == []
    queue.send_to("g", "a")
    assert queue.bodies(ReceiveRequestAttemptId="try") == ["a"]


def test_attempts_are_for_fifo_queues(sqs: Any, hub: Hub) -> None:
    with pytest.raises(ClientError, match="not valid for this queue type"):
        make_queue(sqs, "q").receive(ReceiveRequestAttemptId="try")


def _with_two_groups(sqs: Any) -> TestQueue:
    queue = make_queue(sqs, "q.fifo")
    queue.send_to("g", "a")
    queue.send_to("h", "b")
    return queue


def test_a_queue_at_its_quota_of_messages_in_flight_gives_no_more(sqs: Any, hub: Hub) -> None:
    standard, fifo = make_queue(sqs, "q"), make_queue(sqs, "q.fifo")
    for queue in (standard, fifo):
        held = indexed(sqs_backends[ACCOUNT_ID][REGION].get_queue(queue.url.rpartition("/")[2]))
        assert held.most_in_flight == 120_000
        held.most_in_flight = 2
    for body in "abc":
        standard.send(body)
        fifo.send_to(body, body)
    assert len(standard.receive(2)) == len(fifo.receive(2)) == 2

    with pytest.raises(ClientError) as refused:
        standard.receive()
    assert refused.value.response["Error"]["Code"] == "OverLimit"
    assert standard.receive(WaitTimeSeconds=1) == []
    assert fifo.receive() == []
