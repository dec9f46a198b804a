"""Dead-letter queues: when a message gets there, and how it gets back."""

from typing import Any

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour
from tests.conformance.sqs.messages import bodies, error_of, receive, send

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"


def source_of(aws: Aws, dlq: Queue, receives: int = 1) -> Queue:
    """Make a queue whose messages end in `dlq`."""
    policy = {"deadLetterTargetArn": dlq.arn, "maxReceiveCount": receives}
    return aws.queue(VisibilityTimeout=1, RedrivePolicy=policy)


def dead_letter(aws: Aws, dlq: Queue, body: str = "a") -> Queue:
    """Let a message end in `dlq`; return the queue it came from."""
    queue = source_of(aws, dlq)
    send(aws, queue, body)
    receive(aws, queue)
    aws.wait(2)
    assert bodies(aws, queue) == []
    return queue


def last_task(aws: Aws, dlq: Queue) -> Any:
    return aws.client("sqs").list_message_move_tasks(SourceArn=dlq.arn)["Results"][0]


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "When the ReceiveCount for a message exceeds the maxReceiveCount for a queue, Amazon SQS moves the "
    "message to the dead-letter-queue.",
)
def test_a_message_received_too_often_goes_to_the_dlq(aws: Aws) -> None:
    dlq = aws.queue()
    queue = source_of(aws, dlq, receives=2)
    send(aws, queue, "a")
    for _ in range(2):
        assert bodies(aws, queue) == ["a"]
        aws.wait(2)
    assert bodies(aws, queue) == []
    assert bodies(aws, dlq) == ["a"]


@behaviour(
    f"{API}/API_ReceiveMessage.html",
    "DeadLetterQueueSourceArn: the ARN of the queue a dead letter was moved from.",
)
def test_a_dead_letter_says_where_it_came_from(aws: Aws) -> None:
    dlq = aws.queue()
    queue = dead_letter(aws, dlq)
    [message] = receive(aws, dlq)
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == queue.arn


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "The dead-letter queue of a FIFO queue must also be a FIFO queue. Similarly, the dead-letter queue "
    "of a standard queue must also be a standard queue.",
)
def test_a_dlq_is_of_its_queues_type(aws: Aws) -> None:
    dlq = aws.queue(FifoQueue=True)
    assert error_of(lambda: source_of(aws, dlq)) == "InvalidParameterValue"


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "RedriveAllowPolicy: denyAll - no source queues can specify this queue as the dead-letter queue.",
)
def test_a_queue_may_refuse_to_be_a_dlq(aws: Aws) -> None:
    dlq = aws.queue(RedriveAllowPolicy={"redrivePermission": "denyAll"})
    assert error_of(lambda: source_of(aws, dlq)) == "InvalidParameterValue"


@behaviour(
    f"{API}/API_ListDeadLetterSourceQueues.html",
    "Returns a list of your queues that have the RedrivePolicy queue attribute configured with a "
    "dead-letter queue.",
)
def test_a_dlq_lists_its_sources(aws: Aws) -> None:
    dlq = aws.queue()
    queue = source_of(aws, dlq)
    listed = aws.eventually(
        lambda: aws.client("sqs").list_dead_letter_source_queues(QueueUrl=dlq.url)["queueUrls"], within=60
    )
    assert listed == [queue.url]


@behaviour(
    f"{API}/API_StartMessageMoveTask.html",
    "DestinationArn: if this field is left blank, the messages will be redriven back to their "
    "respective original source queues.",
)
def test_dead_letters_are_moved_back_to_their_queue(aws: Aws) -> None:
    dlq = aws.queue()
    queue = dead_letter(aws, dlq)
    aws.client("sqs").start_message_move_task(SourceArn=dlq.arn)
    assert aws.eventually(lambda: bodies(aws, queue), within=60) == ["a"]
    assert aws.eventually(lambda: last_task(aws, dlq)["Status"] == "COMPLETED", within=60)
    assert last_task(aws, dlq)["ApproximateNumberOfMessagesMoved"] == 1


@behaviour(
    f"{API}/API_StartMessageMoveTask.html",
    "DestinationArn: the ARN of the queue that receives the moved messages.",
)
def test_dead_letters_may_be_moved_elsewhere(aws: Aws) -> None:
    dlq, elsewhere = aws.queue(), aws.queue()
    dead_letter(aws, dlq)
    aws.client("sqs").start_message_move_task(SourceArn=dlq.arn, DestinationArn=elsewhere.arn)
    assert aws.eventually(lambda: bodies(aws, elsewhere), within=60) == ["a"]


@behaviour(
    f"{API}/API_StartMessageMoveTask.html",
    "Only one active message movement task is supported per queue at any given time.",
)
def test_a_dlq_has_one_task_at_a_time_which_can_be_cancelled(aws: Aws) -> None:
    dlq, sqs = aws.queue(), aws.client("sqs")
    dead_letter(aws, dlq)
    for number in range(50):
        send(aws, dlq, str(number))

    def start() -> Any:
        return sqs.start_message_move_task(
            SourceArn=dlq.arn, DestinationArn=aws.queue().arn, MaxNumberOfMessagesPerSecond=1
        )

    handle = start()["TaskHandle"]
    assert error_of(start)
    sqs.cancel_message_move_task(TaskHandle=handle)
    assert aws.eventually(lambda: last_task(aws, dlq)["Status"] == "CANCELLED", within=60)


@behaviour(
    f"{API}/API_StartMessageMoveTask.html",
    "SourceArn: only ARNs of dead-letter queues (DLQs) whose sources are other Amazon SQS queues are "
    "accepted.",
)
def test_only_a_dlq_is_redriven(aws: Aws) -> None:
    queue, sqs = aws.queue(), aws.client("sqs")
    assert error_of(lambda: sqs.start_message_move_task(SourceArn=queue.arn))


@behaviour(
    f"{GUIDE}/sqs-dead-letter-queues.html",
    "The expiration of a message is always based on its original enqueue timestamp. When a message is "
    "moved to a dead-letter queue, the enqueue timestamp is unchanged.",
)
def test_a_dead_letter_keeps_its_age_in_a_standard_queue(aws: Aws) -> None:
    dlq = aws.queue(MessageRetentionPeriod=60)
    queue = source_of(aws, dlq)
    send(aws, queue, "a")
    aws.wait(50)
    receive(aws, queue)
    aws.wait(2)
    receive(aws, queue)
    aws.wait(10)
    assert bodies(aws, dlq) == []
