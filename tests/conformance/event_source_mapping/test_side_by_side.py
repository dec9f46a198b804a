"""Invocations of one mapping run at the same time, in environments of their own."""

import json

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

#: Works for two seconds, without a pause in which another could have its turn, and reports when that was.
BUSY = """
import json, os, time
import boto3

def handle(event, context):
    begun = time.time()
    while time.time() < begun + 2:
        pass
    report = json.dumps([begun, time.time()])
    boto3.client("sqs").send_message(QueueUrl=os.environ["REPORTS"], MessageBody=report)
"""


@pytest.mark.child_processes
@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    "The maximum concurrency setting limits the number of concurrent instances of the function that an "
    "Amazon SQS event source can invoke.",
)
def test_as_many_invocations_overlap_as_the_maximum_concurrency_allows(aws: Aws) -> None:
    queue, reports, sqs = aws.queue(VisibilityTimeout=120), aws.queue(), aws.client("sqs")
    function = aws.function(BUSY, Timeout=20, Environment={"Variables": {"REPORTS": reports.url}})
    for number in range(4):
        sqs.send_message(QueueUrl=queue.url, MessageBody=str(number))
    aws.client("lambda").create_event_source_mapping(
        EventSourceArn=queue.arn,
        FunctionName=function,
        BatchSize=1,
        ScalingConfig={"MaximumConcurrency": 2},
    )
    spans: list[tuple[float, float]] = []

    def all_told() -> bool:
        answer = sqs.receive_message(QueueUrl=reports.url, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            begun, ended = json.loads(message["Body"])
            spans.append((begun, ended))
        return len(spans) == 4

    assert aws.eventually(all_told, within=60)
    together = [sum(begun <= instant < ended for begun, ended in spans) for instant, _ in spans]
    assert max(together) == 2
