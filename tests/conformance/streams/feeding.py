"""A function fed by a stream: it tells a queue of each batch it is given, and fails where it is told to."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.conformance.aws import Aws, Queue

#: How long Lambda may take to begin with a new mapping, and to come to a new record, in seconds.
SOON = 120.0

#: Tells of a batch by the values of its records, then fails if one of them begins with "bad".
TELLING = """
import base64, json, os
import boto3

def value(record):
    if "kinesis" in record:
        return base64.b64decode(record["kinesis"]["data"]).decode()
    image = record["dynamodb"].get("NewImage") or record["dynamodb"]["OldImage"]
    return image["value"]["S"]

def number(record):
    return record.get("kinesis", record.get("dynamodb"))[NUMBER[record["eventSource"]]]

NUMBER = {"aws:kinesis": "sequenceNumber", "aws:dynamodb": "SequenceNumber"}

def handle(event, context):
    values = [value(record) for record in event["Records"]]
    told = {"values": values, "records": event["Records"]}
    boto3.client("sqs").send_message(QueueUrl=os.environ["TOLD"], MessageBody=json.dumps(told))
    bad = [record for record in event["Records"] if value(record).startswith("bad")]
    if os.environ["HOW"] == "report":
        return {"batchItemFailures": [{"itemIdentifier": number(record)} for record in bad]}
    if bad:
        raise ValueError("bad")
"""


@dataclass
class Fed:
    """A stream, the function it feeds, and what that was given so far."""

    aws: Aws
    arn: str
    name: str
    told: Queue
    function: str = ""
    batches: list[Any] = field(default_factory=list)

    def feed(self, *, how: Literal["fail", "report"] = "fail", **mapping: Any) -> str:
        """Map the stream to a new function, from its oldest record unless told otherwise; return the UUID."""
        variables = {"TOLD": self.told.url, "HOW": how}
        self.function = self.aws.function(TELLING, Environment={"Variables": variables}, Timeout=10)
        if how == "report":
            mapping["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
        parameters = {"StartingPosition": "TRIM_HORIZON", **mapping}
        answer = self.aws.client("lambda").create_event_source_mapping(
            FunctionName=self.function, EventSourceArn=self.arn, **parameters
        )
        return answer["UUID"]

    def put(self, *values: str, key: str | None = None) -> None:
        """Write values one after another: items of a table, or records of a data stream."""
        for value in values:
            if ":kinesis:" in self.arn:
                self.aws.client("kinesis").put_record(
                    StreamName=self.name, Data=value.encode(), PartitionKey=key or "one"
                )
            else:
                self.aws.client("dynamodb").put_item(
                    TableName=self.name, Item={"key": {"S": key or value}, "value": {"S": value}}
                )

    def look(self) -> list[list[str]]:
        """Return the values of the batches so far, in the order they were told of."""
        sqs = self.aws.client("sqs")
        while messages := sqs.receive_message(
            QueueUrl=self.told.url, MaxNumberOfMessages=1, WaitTimeSeconds=1
        ).get("Messages"):
            [message] = messages
            self.batches.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=self.told.url, ReceiptHandle=message["ReceiptHandle"])
        return [batch["values"] for batch in self.batches]

    def wait_for(self, value: str) -> list[list[str]]:
        """Wait until a batch has a value in it; return the batches so far."""
        self.aws.eventually(lambda: any(value in batch for batch in self.look()), within=SOON)
        return self.look()


def table(aws: Aws) -> Fed:
    """Make a table with a stream."""
    name, dynamodb = aws.unique("table"), aws.client("dynamodb")
    dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )

    def stream() -> str | None:
        described = dynamodb.describe_table(TableName=name)["Table"]
        return described.get("LatestStreamArn") if described["TableStatus"] == "ACTIVE" else None

    return Fed(aws, aws.eventually(stream, within=60), name, aws.queue())


def data_stream(aws: Aws) -> Fed:
    """Make a data stream of one shard."""
    name, kinesis = aws.unique("stream"), aws.client("kinesis")
    kinesis.create_stream(StreamName=name, ShardCount=1)

    def active() -> str | None:
        described = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        return described["StreamARN"] if described["StreamStatus"] == "ACTIVE" else None

    return Fed(aws, aws.eventually(active, within=60), name, aws.queue())
