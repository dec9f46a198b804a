"""The queues of the feed: what is poison is set aside, what fails comes again, on each of them."""

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.feed.members import Member

#: Queue → the function that takes from it.
CONSUMERS = {
    "post": "post-starter",
    "follow.fifo": "follow",
    "like.fifo": "like",
    "feed-notifications.fifo": "feed-notifications",
}
POISON = '{"neither": "a job nor a notice"}'


def send(stack: LocalStack, queue: str, body: str) -> None:
    """Put a message onto a queue, as nothing of the kit would."""
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName=f"offload-dev-{queue}")["QueueUrl"]
    if queue.endswith(".fifo"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="x", MessageDeduplicationId="x")
    else:
        sqs.send_message(QueueUrl=url, MessageBody=body)


@pytest.mark.parametrize("queue", CONSUMERS)
def test_poison_lies_in_the_dlq_at_once_with_the_reason(
    stack: LocalStack, account: Account, queue: str
) -> None:
    name, dot, fifo = queue.partition(".")
    account.purge(f"{name}-dlq{dot}{fifo}")
    send(stack, queue, POISON)
    stack.clock.advance(seconds=5)

    (message,) = account.messages(f"{name}-dlq{dot}{fifo}")
    assert (message.body, message.reason["error_type"] != "") == (POISON, True)
    assert account.depth(queue) == 0


def test_what_aws_refuses_for_a_while_is_done_when_it_comes_again(
    stack: LocalStack, ann: Member, bert: Member
) -> None:
    faults = stack.faults
    faults.fail_call("follow", "dynamodb", "TransactWriteItems", error="InternalServerError", times=4)
    faults.fail_call("post-starter", "stepfunctions", "StartExecution", error="InternalServerError", times=4)
    faults.fail_call("like", "dynamodb", "TransactWriteItems", error="InternalServerError", times=4)
    faults.fail_call(
        "feed-notifications", "dynamodb", "TransactWriteItems", error="InternalServerError", times=4
    )

    bert.follows(ann.id)
    bert.likes(ann.published("patience")["post"])
    stack.clock.advance(minutes=1)

    assert bert.feed().posts[0].likes == 1
    assert [notification.kind for notification in ann.inbox().notifications] == ["like"]


@pytest.mark.parametrize("job_type", ["post", "follow", "like"])
def test_a_payload_too_large_for_the_job_store_is_read_before_it_is_refused(
    ann: Member, account: Account, job_type: str
) -> None:
    """The API lets none in; what else puts messages onto the intake queue may."""
    job = f"{job_type}.large-{ann.user.name}"
    about = {"kind": "submission", "owner": ann.id, "id": job, "type": job_type, "submitted_at": 0}
    account.send_to_intake({**about, "payload": {"text": "x" * 100_000}})

    failed = ann.follow(job)
    assert (failed.status, failed.failure) == ("FAILED", "InvalidPayload")
