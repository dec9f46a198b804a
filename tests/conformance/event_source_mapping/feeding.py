"""A function fed by a queue, and what it tells of each invocation: it sends that to another queue."""

import json
from dataclasses import dataclass
from typing import Any

from tests.conformance.aws import Aws, Queue

#: How long Lambda may take to begin with a new mapping, in seconds; on AWS it does.
SOON = 60.0

#: Sends what a batch looked like, then ends as the body of one of its messages says.
REPORTING = """
import json, os, time
import boto3

def handle(event, context):
    records = event["Records"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["REPORTS"], MessageBody=json.dumps(records))
    bodies = [record["body"] for record in records]
    ids = {record["body"]: record["messageId"] for record in records}
    failed = [body for body in bodies if body.startswith("bad")]
    HOW
"""


@dataclass(frozen=True)
class Fed:
    """A function, the queue that feeds it, and the queue it reports to."""

    aws: Aws
    queue: Queue
    reports: Queue
    function: str
    mapping: str

    def send(self, *bodies: str, **more: Any) -> None:
        for body in bodies:
            self.aws.client("sqs").send_message(QueueUrl=self.queue.url, MessageBody=body, **more)

    def batch(self) -> list[Any]:
        """Wait for an invocation and return its records."""
        return list(self.aws.eventually(self._report, within=SOON))

    def bodies(self) -> list[str]:
        """Wait for an invocation and return the bodies of its records."""
        return sorted(record["body"] for record in self.batch())

    def left(self) -> int:
        """Return how many messages the queue has, visible or not."""
        answer = self.aws.client("sqs").get_queue_attributes(QueueUrl=self.queue.url, AttributeNames=["All"])
        attributes = answer["Attributes"]
        visible, hidden = "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"
        return int(attributes[visible]) + int(attributes[hidden])  # type: ignore[index]  # the stubs' names

    def is_done(self) -> bool:
        """Wait until the queue is empty."""
        return self.aws.eventually(lambda: self.left() == 0, within=SOON)

    def _report(self) -> Any:
        sqs = self.aws.client("sqs")
        for message in sqs.receive_message(QueueUrl=self.reports.url).get("Messages", []):
            sqs.delete_message(QueueUrl=self.reports.url, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(message["Body"])
        return None


def feed(
    aws: Aws,
    *bodies: str,
    how: str = "return",
    queue: dict[str, object] | None = None,
    function: dict[str, Any] | None = None,
    **mapping: Any,
) -> Fed:
    """Make a function that is fed with `bodies`, which wait for it.

    Args:
        how: the last line of the function: how it ends, given `bodies`, `ids` by body, `failed`, `records`.
        queue: attributes of its queue.
        function: more of its configuration.
        mapping: of the mapping.
    """
    source = aws.queue(**({"VisibilityTimeout": 30} | (queue or {})))
    reports = aws.queue()
    for number, body in enumerate(bodies):
        fifo: Any = {"MessageGroupId": body[-1], "MessageDeduplicationId": str(number)}
        aws.client("sqs").send_message(
            QueueUrl=source.url, MessageBody=body, **(fifo if source.url.endswith(".fifo") else {})
        )
    configuration: Any = {"Timeout": 20, "Environment": {"Variables": {"REPORTS": reports.url}}}
    name = aws.function(REPORTING.replace("HOW", how), **(configuration | (function or {})))
    answer = aws.client("lambda").create_event_source_mapping(
        EventSourceArn=source.arn, FunctionName=name, **mapping
    )
    return Fed(aws, source, reports, name, answer["UUID"])
