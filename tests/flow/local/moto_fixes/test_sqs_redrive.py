from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue, redrive_to


@pytest.fixture
def graves(sqs: Any) -> TestQueue:
    return make_queue(sqs, "graves")


@pytest.fixture
def queue(sqs: Any, graves: TestQueue) -> TestQueue:
    return make_queue(sqs, "q", VisibilityTimeout="10", **redrive_to(graves, 2))


def bury(queue: TestQueue, hub: Hub) -> None:
    while queue.receive():
        hub.advance(10)


def last_move(sqs: Any, graves: TestQueue) -> dict[str, Any]:
    moves: list[dict[str, Any]] = sqs.list_message_move_tasks(SourceArn=graves.arn)["Results"]
    return moves[0]


def test_a_message_received_too_often_goes_to_the_dlq_and_says_where_from(
    sqs: Any, hub: Hub, queue: TestQueue, graves: TestQueue
) -> None:
    sent = queue.send("a")
    for _ in range(2):
        assert queue.bodies() == ["a"]
        hub.advance(10)
    assert queue.bodies() == []
    [letter] = graves.receive()
    assert letter["MessageId"] == sent["MessageId"]
    assert letter["Attributes"]["DeadLetterQueueSourceArn"] == queue.arn
    assert letter["Attributes"]["ApproximateReceiveCount"] == "3"


def test_a_fifo_dead_letter_is_deduplicated_by_its_own_id(sqs: Any, hub: Hub) -> None:
    graves = make_queue(sqs, "graves.fifo")
    queue = make_queue(sqs, "q.fifo", VisibilityTimeout="10", **redrive_to(graves, 1))
    sent = queue.send_to("g", "a")
    graves.send_to("g", "a")
    bury(queue, hub)
    assert graves.bodies() == ["a", "a"]
    hub.advance(30)
    assert graves.receive()[1]["Attributes"]["MessageDeduplicationId"] == sent["MessageId"]


def test_a_redrive_sends_each_message_back_as_a_new_one(
    sqs: Any, hub: Hub, queue: TestQueue, graves: TestQueue
) -> None:
    sent = queue.send("a")
    bury(queue, hub)
    sqs.start_message_move_task(SourceArn=graves.arn)
    hub.settle()
    move = last_move(sqs, graves)
    assert (move["Status"], move["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 1)
    [again] = queue.receive()
    assert again["MessageId"] != sent["MessageId"]
    assert again["Attributes"]["ApproximateReceiveCount"] == "1"
    assert int(again["Attributes"]["SentTimestamp"]) == int(hub.now() * 1000)
    assert "DeadLetterQueueSourceArn" not in again["Attributes"]
    assert graves.count() == 0


def test_a_message_sent_to_the_dlq_has_no_way_back_unless_one_is_named(
    sqs: Any, hub: Hub, queue: TestQueue, graves: TestQueue
) -> None:
    graves.send("direct")
    sqs.start_message_move_task(SourceArn=graves.arn)
    hub.settle()
    move = last_move(sqs, graves)
    assert (move["Status"], move["FailureReason"]) == ("FAILED", "CouldNotDetermineMessageSource")
    assert graves.count() == 1
    sqs.start_message_move_task(SourceArn=graves.arn, DestinationArn=queue.arn)
    hub.settle()
    assert last_move(sqs, graves)["Status"] == "COMPLETED"
    assert queue.bodies() == ["direct"]


def test_a_redrive_keeps_to_its_rate_and_can_be_cancelled(
    sqs: Any, hub: Hub, queue: TestQueue, graves: TestQueue
) -> None:
    for number in range(10):
        graves.send(str(number))
    task = sqs.start_message_move_task(
        SourceArn=graves.arn, DestinationArn=queue.arn, MaxNumberOfMessagesPerSecond=1
    )
    with pytest.raises(ClientError, match="already a task running"):
        sqs.start_message_move_task(SourceArn=graves.arn, DestinationArn=queue.arn)
    hub.advance(3)
    assert (
        sqs.cancel_message_move_task(TaskHandle=task["TaskHandle"])["ApproximateNumberOfMessagesMoved"] == 3
    )
    hub.advance(60)
    move = last_move(sqs, graves)
    assert (move["Status"], move["ApproximateNumberOfMessagesToMove"]) == ("CANCELLED", 10)
    assert (queue.bodies(), graves.count()) == (["0", "1", "2"], 7)
    with pytest.raises(ClientError, match="Only active tasks"):
        sqs.cancel_message_move_task(TaskHandle=task["TaskHandle"])


def test_a_redrive_is_from_a_dlq_to_a_queue_of_the_same_kind(
    sqs: Any, hub: Hub, queue: TestQueue, graves: TestQueue
) -> None:
    for source, destination, message in [
        (queue.arn, graves.arn, "must be configured as a Dead Letter Queue"),
        (graves.arn, graves.arn, "can not be the same"),
        (graves.arn, make_queue(sqs, "other.fifo").arn, "same type"),
        (graves.arn, f"{queue.arn}-gone", "DestinationArn parameter doesn't exist"),
        (f"{queue.arn}-gone", graves.arn, "SourceArn parameter doesn't exist"),
    ]:
        with pytest.raises(ClientError, match=message):
            sqs.start_message_move_task(SourceArn=source, DestinationArn=destination)
