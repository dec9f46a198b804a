"""Queues as the tests use them: made in a line, read in a line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef, SendMessageResultTypeDef

FIFO = {"FifoQueue": "true", "VisibilityTimeout": "30"}


@dataclass(frozen=True)
class TestQueue:
    """One queue of moto, by its URL."""

    __test__ = False

    sqs: "SQSClient"
    url: str

    @property
    def arn(self) -> str:
        return self._attributes()["QueueArn"]

    def send(self, body: str, **more: Any) -> "SendMessageResultTypeDef":
        return self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def send_to(self, group: str, body: str, **more: Any) -> "SendMessageResultTypeDef":
        more.setdefault("MessageDeduplicationId", body)
        return self.send(body, MessageGroupId=group, **more)

    def receive(self, most: int = 10, **more: Any) -> "list[MessageTypeDef]":
        answer = self.sqs.receive_message(
            QueueUrl=self.url, MaxNumberOfMessages=most, AttributeNames=["All"], **more
        )
        return answer.get("Messages", [])

    def bodies(self, most: int = 10, **more: Any) -> list[str]:
        return [message["Body"] for message in self.receive(most, **more)]

    def delete(self, message: "MessageTypeDef") -> None:
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def hide(self, message: "MessageTypeDef", seconds: int) -> None:
        self.sqs.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )

    def count(self, suffix: str = "") -> int:
        return int(self._attributes()[f"ApproximateNumberOfMessages{suffix}"])

    def _attributes(self) -> Mapping[Any, str]:
        return self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])["Attributes"]


def make_queue(sqs: Any, name: str, **attributes: str) -> TestQueue:
    if name.endswith(".fifo"):
        attributes = FIFO | attributes
    return TestQueue(sqs, sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"])


def redrive_to(queue: TestQueue, most: int) -> dict[str, str]:
    return {"RedrivePolicy": json.dumps({"deadLetterTargetArn": queue.arn, "maxReceiveCount": most})}
