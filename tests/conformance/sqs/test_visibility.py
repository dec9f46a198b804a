"""Messages in flight: hidden for a time, counted, found again."""

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.sqs.messages import bodies, delete, hide, receive, send

API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "If the message is not deleted or its visibility timeout is not extended before the timeout "
    "expires, it becomes visible again and can be retrieved by other consumers.",
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
    "If you attempt to set the VisibilityTimeout to a value greater than the maximum time left, Amazon "
    "SQS returns an error.",
)
def test_a_message_is_hidden_for_twelve_hours_at_most(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=60)
    send(aws, queue, "a")
    [message] = receive(aws, queue)
    aws.wait(2)

    with pytest.raises(ClientError):
        hide(aws, queue, message, 43_200)


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "VisibilityTimeout: the duration (in seconds) that the received messages are hidden from "
    "subsequent retrieve requests. If not specified, the default visibility timeout for the queue is "
    "used.",
)
def test_a_receive_may_name_a_timeout_of_its_own(aws: Aws) -> None:
    queue = aws.queue(VisibilityTimeout=600)
    send(aws, queue, "a")
    assert bodies(aws, queue, VisibilityTimeout=3) == ["a"]
    aws.wait(4)
    assert bodies(aws, queue) == ["a"]


@behaviour(
    f"{API}/API_DeleteMessage.html",
    "When you want to delete a message using the DeleteMessage action, you must use the ReceiptHandle "
    "from the most recent time you received the message.",
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
    f"{API}/API_ReceiveMessage.html",
    "WaitTimeSeconds: the duration (in seconds) for which the call waits for a message to arrive in "
    "the queue before returning. If a message is available, the call returns sooner than "
    "WaitTimeSeconds.",
)
def test_a_long_poll_waits_for_a_delayed_message(aws: Aws) -> None:
    queue = aws.queue()
    send(aws, queue, "a", DelaySeconds=3)
    assert bodies(aws, queue, WaitTimeSeconds=0) == []
    assert bodies(aws, queue, WaitTimeSeconds=20) == ["a"]
