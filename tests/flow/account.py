"""The AWS account behind the HTTP interface, through the AWS API alone: what lies in it, what operators do.

Queues are called by their short names, as in `thumbnail` and `thumbnail-dlq`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.stack import LocalStack

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import MessageTypeDef


@dataclass(frozen=True)
class Message:
    """A message that waits in a queue; `reason` are its attributes."""

    body: str
    reason: Mapping[str, str]

    @property
    def json(self) -> Any:
        """What the body says."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Account:
    """The account of `stack`."""

    stack: LocalStack

    # -- queues --------------------------------------------------------------------------------------

    def messages(self, queue: str) -> list[Message]:
        """Return the messages that can be received from a queue; they stay there."""
        sqs, url = self.stack.client("sqs"), self._url(queue)
        received: list[MessageTypeDef] = []
        while found := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=60, MessageAttributeNames=["All"]
        ).get("Messages"):
            received += found
        for message in received:
            sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )
        return [
            Message(
                message["Body"],
                {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()},
            )
            for message in received
        ]

    def depth(self, queue: str) -> int:
        """Return how many messages a queue has, visible or not."""
        return self._depth(self._url(queue))

    def send(self, queue: str, body: str) -> None:
        """Put a message onto a standard queue."""
        self.stack.client("sqs").send_message(QueueUrl=self._url(queue), MessageBody=body)

    def send_to_intake(self, body: Mapping[str, object]) -> None:
        """Put a message onto the intake queue, in a group of its own."""
        self.stack.client("sqs").send_message(
            QueueUrl=self._url("intake.fifo"),
            MessageBody=json.dumps(body),
            MessageGroupId=str(body["id"]),
            MessageDeduplicationId=str(body["id"]),
        )

    def purge(self, queue: str) -> None:
        """Delete every message of a queue."""
        self.stack.client("sqs").purge_queue(QueueUrl=self._url(queue))

    def redrive(self, queue: str) -> None:
        """Send what is in a queue's DLQ back to it; messages that were sent to a DLQ have no other source."""
        self.stack.client("sqs").start_message_move_task(
            SourceArn=self._arn(_dlq(queue)), DestinationArn=self._arn(queue)
        )

    def feed(self, function: str, *, batch: int = 1, concurrency: int = 2) -> None:
        """Let a function have so many messages of its queue at once, and so many batches at a time."""
        lambda_ = self.stack.client("lambda")
        name = self.stack.function(function)
        (mapping,) = lambda_.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
        lambda_.update_event_source_mapping(
            UUID=mapping["UUID"], BatchSize=batch, ScalingConfig={"MaximumConcurrency": concurrency}
        )

    # -- objects -------------------------------------------------------------------------------------

    def archive(self, key: str) -> None:
        """Move an object into the archive, as a lifecycle rule does: S3 refuses to read it from there."""
        bucket = self._bucket()
        self.stack.client("s3").copy_object(
            Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": key}, StorageClass="GLACIER"
        )

    def restore(self, key: str) -> None:
        """Fetch an object back from the archive, as it lies there, for a day."""
        self.stack.client("s3").restore_object(
            Bucket=self._bucket(),
            Key=key,
            RestoreRequest={"Days": 1, "GlacierJobParameters": {"Tier": "Standard"}},
        )

    def objects(self, prefix: str) -> list[str]:
        """Return the keys of the objects below a prefix."""
        pages = self.stack.client("s3").get_paginator("list_objects_v2")
        return [
            found["Key"]
            for page in pages.paginate(Bucket=self._bucket(), Prefix=prefix)
            for found in page.get("Contents", [])
        ]

    def read(self, key: str) -> bytes:
        """Return what is in an object."""
        return self.stack.client("s3").get_object(Bucket=self._bucket(), Key=key)["Body"].read()

    # -- everything ----------------------------------------------------------------------------------

    def contents(self) -> Mapping[str, object]:
        """Return what is stored: the items of each table, the depth of each queue, the objects' keys."""
        dynamodb, sqs = self.stack.client("dynamodb"), self.stack.client("sqs")
        tables = {
            name: dynamodb.scan(TableName=name)["Items"] for name in dynamodb.list_tables()["TableNames"]
        }
        queues = {url: self._depth(url) for url in sqs.list_queues()["QueueUrls"]}
        return {**tables, **queues, "objects": self.objects("")}

    def _url(self, queue: str) -> str:
        url: str = self.stack.client("sqs").get_queue_url(QueueName=f"offload-dev-{queue}")["QueueUrl"]
        return url

    def _bucket(self) -> str:
        (bucket,) = self.stack.client("s3").list_buckets()["Buckets"]
        return bucket["Name"]

    def _arn(self, queue: str) -> str:
        return self._attributes(self._url(queue))["QueueArn"]

    def _depth(self, url: str) -> int:
        attributes = self._attributes(url)
        return sum(
            int(attributes[name])
            for name in (
                "ApproximateNumberOfMessages",
                "ApproximateNumberOfMessagesNotVisible",
                "ApproximateNumberOfMessagesDelayed",
            )
        )

    def _attributes(self, url: str) -> Mapping["QueueAttributeNameType", str]:
        answer = self.stack.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        return answer["Attributes"]


def _dlq(queue: str) -> str:
    name, dot, fifo = queue.partition(".")
    return f"{name}-dlq{dot}{fifo}"
