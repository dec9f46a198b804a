"""FIFO queues: order within a group, locks, and what is taken for the same message."""

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.sqs.messages import bodies, delete, error_of, hide, receive, send, send_to

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"


@behaviour(
    f"{GUIDE}/FIFO-queues-understanding-logic.html",
    "When you receive a message with a message group ID, no more messages for the same message group ID "
    "are returned unless you delete the message or it becomes visible.",
)
def test_a_group_in_flight_is_locked_and_others_are_not(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, VisibilityTimeout=60)
    send_to(aws, queue, "g", "g1", "g2")
    send_to(aws, queue, "h", "h1")

    [first] = receive(aws, queue, MaxNumberOfMessages=1)
    assert first["Body"] == "g1"
    assert bodies(aws, queue) == ["h1"]
    delete(aws, queue, first)
    assert bodies(aws, queue) == ["g2"]


@behaviour(
    f"{GUIDE}/FIFO-queues.html",
    "The order in which messages are sent and received is strictly preserved and a message is "
    "delivered once and remains available until a consumer processes and deletes it.",
)
def test_a_group_comes_back_in_its_order(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, VisibilityTimeout=3)
    send_to(aws, queue, "g", "a", "b", "c")
    assert bodies(aws, queue) == ["a", "b", "c"]
    aws.wait(4)
    assert bodies(aws, queue) == ["a", "b", "c"]


@behaviour(
    f"{GUIDE}/FIFO-queues-understanding-logic.html",
    "When receiving messages from a FIFO queue with multiple message group IDs, Amazon SQS first "
    "attempts to return as many messages with the same message group ID as possible.",
)
def test_a_receive_takes_as_many_of_one_group_as_it_can(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    send_to(aws, queue, "g", "g1", "g2", "g3")
    send_to(aws, queue, "h", "h1")
    assert bodies(aws, queue, MaxNumberOfMessages=3) == ["g1", "g2", "g3"]


@behaviour(
    f"{API}/API_SendMessage.html",
    "Any messages sent with the same MessageDeduplicationId are accepted successfully but aren't "
    "delivered during the 5-minute deduplication interval. Amazon SQS continues to keep track of the "
    "message deduplication ID even after the message is received and deleted.",
)
def test_a_repeated_message_is_kept_once_also_after_its_deletion(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    first = send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d")
    second = send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d")
    [message] = receive(aws, queue)
    delete(aws, queue, message)
    send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d")

    assert first["MessageId"] == second["MessageId"]
    assert bodies(aws, queue) == []


@behaviour(
    f"{GUIDE}/using-messagededuplicationid-property.html",
    "If a message with a particular message deduplication ID is sent successfully, any messages sent "
    "with the same message deduplication ID are accepted successfully but aren't delivered during the "
    "5-minute deduplication interval.",
)
def test_five_minutes_later_the_same_id_is_another_message(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    first = send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d")
    aws.wait(301)
    second = send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d")
    assert first["MessageId"] != second["MessageId"]


@behaviour(
    f"{API}/API_SendMessage.html",
    "Amazon SQS uses a SHA-256 hash to generate the MessageDeduplicationId using the body of the "
    "message (but not the attributes of the message).",
)
def test_content_makes_the_id_without_the_attributes(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, ContentBasedDeduplication=True)
    attributes = {"a": {"DataType": "String", "StringValue": "x"}}
    send(aws, queue, "same", MessageGroupId="g")
    send(aws, queue, "same", MessageGroupId="g", MessageAttributes=attributes)
    assert bodies(aws, queue) == ["same"]


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "DeduplicationScope: Specifies whether message deduplication occurs at the message group or queue level.",
)
def test_within_the_scope_of_a_group_other_groups_may_use_the_same_id(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, DeduplicationScope="messageGroup")
    for group in ("g", "h", "g"):
        send(aws, queue, group, MessageGroupId=group, MessageDeduplicationId="d")
    assert sorted(bodies(aws, queue)) == ["g", "h"]


@behaviour(
    f"{API}/API_SendMessage.html",
    "If you do not provide a MessageGroupId when sending a message to a FIFO queue, the action fails. "
    "If you don't provide a MessageDeduplicationId and the queue doesn't have "
    "ContentBasedDeduplication set, the action fails with an error.",
)
def test_a_message_without_group_or_deduplication_id_is_refused(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    assert error_of(lambda: send(aws, queue, "a", MessageDeduplicationId="d")) == "MissingParameter"
    assert error_of(lambda: send(aws, queue, "a", MessageGroupId="g")) == "InvalidParameterValue"


@behaviour(
    f"{GUIDE}/sqs-message-timers.html",
    "FIFO queues don't support timers on individual messages.",
)
def test_a_single_fifo_message_cannot_be_delayed(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    assert (
        error_of(
            lambda: send(aws, queue, "a", MessageGroupId="g", MessageDeduplicationId="d", DelaySeconds=1)
        )
        == "InvalidParameterValue"
    )


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "During a visibility timeout, subsequent calls with the same ReceiveRequestAttemptId return the "
    "same messages and receipt handles.",
)
def test_a_receive_that_got_lost_can_be_repeated(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, VisibilityTimeout=60)
    send_to(aws, queue, "g", "a")
    [first] = receive(aws, queue, ReceiveRequestAttemptId="try")
    [again] = receive(aws, queue, ReceiveRequestAttemptId="try")
    assert first["ReceiptHandle"] == again["ReceiptHandle"]


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "If a consumer whose message processing time is longer than the visibility timeout tries to delete "
    "the processed messages, the action fails with an error.",
)
def test_an_expired_handle_deletes_nothing(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, VisibilityTimeout=2)
    send_to(aws, queue, "g", "a")
    [message] = receive(aws, queue)
    aws.wait(3)
    assert error_of(lambda: delete(aws, queue, message)) == "InvalidParameterValue"
    assert bodies(aws, queue) == ["a"]


@behaviour(
    f"{API}/API_SendMessage.html",
    "SequenceNumber: the large, non-consecutive number that Amazon SQS assigns to each message. "
    "SequenceNumber continues to increase for a particular MessageGroupId.",
)
def test_sequence_numbers_rise(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True)
    send_to(aws, queue, "g", "a", "b")
    numbers = [int(message["Attributes"]["SequenceNumber"]) for message in receive(aws, queue)]
    assert numbers == sorted(set(numbers))


@behaviour(
    f"{API}/API_ChangeMessageVisibility.html",
    "When you change the visibility timeout for a specific message the timeout value is applied "
    "immediately. The minimum is 0 seconds.",
)
def test_a_message_given_back_is_first_in_its_group_again(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, VisibilityTimeout=60)
    send_to(aws, queue, "g", "a", "b")
    [first] = receive(aws, queue, MaxNumberOfMessages=1)
    hide(aws, queue, first, 0)
    assert bodies(aws, queue) == ["a", "b"]
