"""A queue that is sent to and received from at some depth."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10


class Queue:
    """One standard queue of moto.

    Args:
        sqs: a client of SQS.
    """

    def __init__(self, sqs: "SQSClient") -> None:
        self._sqs = sqs
        self._url = sqs.create_queue(QueueName="depth")["QueueUrl"]

    def fill(self, depth: int) -> None:
        """Send `depth` messages."""
        for first in range(0, depth, BATCH):
            self._sqs.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(n), "MessageBody": f"message {first + n}"} for n in range(BATCH)],
            )

    def send(self) -> None:
        """Send a message."""
        self._sqs.send_message(QueueUrl=self._url, MessageBody="one more")

    def receive_and_delete(self) -> None:
        """Take ten messages and delete them."""
        received = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=BATCH)["Messages"]
        for message in received:
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
