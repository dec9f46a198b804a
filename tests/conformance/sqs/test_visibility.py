"""Messages in flight: hidden for a time, counted, found again."""

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.sqs.messages import bodies, delete, hide, receive, send

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"


@behaviour(
    f"{GUIDE}/sqs-visibility-timeout.html",
    "If the message isn't deleted before the visibility timeout expires, it becomes visible again in the "
    "queue.",
)
def test_a_message_that_is_not_deleted_becomes_visible_again_after_its_visibility_timeout(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=5)
    send(aws, queue, "a")

    assert bodies(aws, queue) == ["a"]
    assert bodies(aws, queue) == []
    aws.wait(5)
    assert bodies(aws, queue) == ["a"]


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "ApproximateReceiveCount returns the number of times a message has been received across all queues "
    "but not deleted.",
)
def test_the_receive_count_rises_with_each_receive(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=2)
    send(aws, queue, "a")
    counts = []
    for _ in range(3):
        [message] = receive(aws, queue)
        counts.append(message["Attributes"]["ApproximateReceiveCount"])
        aws.wait(3)
    assert counts == ["1", "2", "3"]


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "ApproximateFirstReceiveTimestamp returns the time the message was first received from the queue "
    "(epoch time in milliseconds).",
)
def test_the_first_receive_is_remembered(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=2)
    send(aws, queue, "a")
    [first] = receive(aws, queue)
    aws.wait(3)
    [second] = receive(aws, queue)

    name = "ApproximateFirstReceiveTimestamp"
    assert first["Attributes"][name] == second["Attributes"][name]
    assert int(first["Attributes"][name]) >= int(first["Attributes"]["SentTimestamp"])


@behaviour(
    f"{API}/API_ChangeMessageVisibility.html",
    "Changes the visibility timeout of a specified message in a queue to a new value.",
)
def test_a_consumer_can_give_a_message_back_at_once(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=60)
    send(aws, queue, "a")
    [message] = receive(aws, queue)

    hide(aws, queue, message, 0)

    assert bodies(aws, queue) == ["a"]


@behaviour(
    f"{API}/API_ChangeMessageVisibility.html",
    "If you try to set the VisibilityTimeout to a value greater than the remaining time, Amazon SQS "
    "returns an error: a message is invisible for 12 hours at most from when it was received.",
)
def test_a_message_is_hidden_for_twelve_hours_at_most(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=60)
    send(aws, queue, "a")
    [message] = receive(aws, queue)
    aws.wait(2)

    with pytest.raises(ClientError):
        hide(aws, queue, message, 43_200)


@behaviour(
    f"{GUIDE}/sqs-visibility-timeout.html",
    "Setting a visibility timeout in ReceiveMessage overrides the default visibility timeout of the queue.",
)
def test_a_receive_may_name_a_timeout_of_its_own(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=600)
    send(aws, queue, "a")
    assert bodies(aws, queue, VisibilityTimeout=3) == ["a"]
    aws.wait(4)
    assert bodies(aws, queue) == ["a"]


@behaviour(
    f"{API}/API_DeleteMessage.html",
    "When you want to delete a message, you must use the ReceiptHandle from the most recent time you "
    "received it.",
)
def test_the_latest_handle_deletes_a_message(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=2)
    send(aws, queue, "a")
    receive(aws, queue)
    aws.wait(3)
    [message] = receive(aws, queue)
    delete(aws, queue, message)
    aws.wait(3)
    assert bodies(aws, queue) == []


@behaviour(
    f"{GUIDE}/sqs-short-and-long-polling.html",
    "Long polling waits until a message arrives in the queue or the poll times out.",
)
def test_a_long_poll_waits_for_a_delayed_message(aws: Aws) -> None:
    queue = aws.queue()
    send(aws, queue, "a", DelaySeconds=3)
    assert bodies(aws, queue, WaitTimeSeconds=0) == []
    assert bodies(aws, queue, WaitTimeSeconds=20) == ["a"]
