"""Messages as the tests of SQS handle them: sent, received and counted in a line."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws, Queue


def send(aws: Aws, queue: Queue, body: str, **more: Any) -> Any:
    return aws.client("sqs").send_message(QueueUrl=queue.url, MessageBody=body, **more)


def send_to(aws: Aws, queue: Queue, group: str, *bodies: str) -> None:
    """Send to a group, each body under a deduplication id of its own."""
    for body in bodies:
        send(aws, queue, body, MessageGroupId=group, MessageDeduplicationId=f"{group}-{body}")


def receive(aws: Aws, queue: Queue, **more: Any) -> list[Any]:
    """Receive up to ten messages; wait a second for them, which makes SQS look everywhere."""
    parameters: Any = {
        "MaxNumberOfMessages": 10,
        "WaitTimeSeconds": 1,
        "MessageSystemAttributeNames": ["All"],
    }
    answer = aws.client("sqs").receive_message(QueueUrl=queue.url, **(parameters | more))
    return list(answer.get("Messages", []))


def bodies(aws: Aws, queue: Queue, **more: Any) -> list[str]:
    return [message["Body"] for message in receive(aws, queue, **more)]


def delete(aws: Aws, queue: Queue, message: Any) -> None:
    aws.client("sqs").delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])


def hide(aws: Aws, queue: Queue, message: Any, seconds: int) -> None:
    aws.client("sqs").change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
    )


def error_of(call: Callable[[], object]) -> str:
    """Return the code of the error a call must end with."""
    with pytest.raises(ClientError) as refused:
        call()
    return str(refused.value.response["Error"]["Code"])
