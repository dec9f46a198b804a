"""What a batch is: how many records, of which groups, in which form, and which messages never get there."""

import json
from typing import Any

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.event_source_mapping.feeding import feed

DG = "https://docs.aws.amazon.com/lambda/latest/dg"
MEGABYTE = 1024 * 1024


def filters(*patterns: object) -> dict[str, Any]:
    return {"Filters": [{"Pattern": json.dumps(pattern)} for pattern in patterns]}


@behaviour(
    f"{DG}/with-sqs.html",
    "An event holds for each message: messageId, receiptHandle, body, attributes, messageAttributes, "
    "md5OfBody, eventSource, eventSourceARN, awsRegion.",
)
def test_a_record_has_the_documented_form(aws: Aws) -> None:
    fed = feed(aws)
    attributes = {
        "text": {"DataType": "String", "StringValue": "x"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    fed.send("hello", MessageAttributes=attributes)

    [record] = fed.batch()

    assert record["body"] == "hello"
    assert record["md5OfBody"] == "5d41402abc4b2a76b9719d911017c592"
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"] == fed.queue.arn
    assert record["awsRegion"] == aws.region
    assert record["messageAttributes"]["text"]["stringValue"] == "x"
    assert record["messageAttributes"]["raw"]["binaryValue"] == "AP8="
    assert {"SentTimestamp", "SenderId", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"} <= (
        record["attributes"].keys()
    )


@behaviour(
    f"{DG}/with-sqs.html",
    "For FIFO queues, records contain additional attributes that are related to deduplication and "
    "sequencing.",
)
def test_a_fifo_record_tells_its_group(aws: Aws) -> None:
    fed = feed(aws, "a", queue={"FifoQueue": True})
    [record] = fed.batch()
    assert record["attributes"]["MessageGroupId"] == "a"
    assert record["attributes"]["MessageDeduplicationId"] == "0"
    assert record["attributes"]["SequenceNumber"]


@behaviour(
    f"{DG}/services-sqs-configure.html",
    "Batch size: the number of records to send to the function in each batch.",
)
def test_a_batch_has_no_more_records_than_its_size(aws: Aws) -> None:
    fed = feed(aws, *"abcde", BatchSize=2)
    sizes: list[int] = []
    while sum(sizes) < 5:
        sizes.append(len(fed.batch()))
    assert max(sizes) <= 2


@behaviour(
    f"{DG}/services-sqs-configure.html",
    "Batch window: the maximum amount of time to gather records before invoking the function, in seconds.",
)
def test_a_window_lets_a_batch_fill_up(aws: Aws) -> None:
    fed = feed(aws, BatchSize=20, MaximumBatchingWindowInSeconds=20)
    fed.send(*"abc")
    aws.wait(3)
    fed.send(*"def")
    assert fed.bodies() == [*"abcdef"]


@behaviour(
    f"{DG}/invocation-eventsourcemapping.html",
    "Lambda invokes your function when one of the following three criteria is met: The payload size "
    "reaches 6 MB. You cannot modify this limit.",
)
def test_an_event_has_six_megabytes_at_most(aws: Aws) -> None:
    fed = feed(aws, how="return", function={"Timeout": 30}, queue={"VisibilityTimeout": 60})
    lambda_ = aws.client("lambda")
    lambda_.delete_event_source_mapping(UUID=fed.mapping)
    sizes = """
import json, os, boto3
def handle(event, context):
    report = [len(event["Records"]), len(json.dumps(event))]
    boto3.client("sqs").send_message(QueueUrl=os.environ["REPORTS"], MessageBody=json.dumps(report))
"""
    function = aws.function(sizes, Timeout=30, Environment={"Variables": {"REPORTS": fed.reports.url}})
    fed.send(*["x" * (MEGABYTE - 100)] * 10)
    lambda_.create_event_source_mapping(EventSourceArn=fed.queue.arn, FunctionName=function)
    records = 0
    while records < 10:
        count, size = fed.batch()
        assert size <= 6 * MEGABYTE
        records += count
    assert records == 10


@behaviour(
    f"{DG}/services-sqs-scaling.html",
    "Amazon SQS ensures that messages in the same group are delivered to Lambda in order. If your "
    "function returns an error, the function attempts all retries on the affected messages before "
    "Lambda receives additional messages from the same group.",
)
def test_a_group_waits_for_its_failing_head(aws: Aws) -> None:
    fed = feed(
        aws,
        "bad-g",
        "later-g",
        "other-h",
        how="if failed: raise RuntimeError",
        queue={"FifoQueue": True, "VisibilityTimeout": 60},
        BatchSize=1,
    )
    assert sorted([*fed.bodies(), *fed.bodies()]) == ["bad-g", "other-h"]
    aws.wait(20)
    assert fed.left() == 2


@behaviour(
    f"{DG}/services-sqs-scaling.html",
    "The maximum concurrency setting limits the number of concurrent instances of the function that an "
    "Amazon SQS event source can invoke.",
)
def test_no_more_invocations_run_at_a_time_than_allowed(aws: Aws) -> None:
    fed = feed(
        aws,
        *"abcd",
        how="time.sleep(10)",
        BatchSize=1,
        ScalingConfig={"MaximumConcurrency": 2},
        queue={"VisibilityTimeout": 120},
    )
    assert len({*fed.bodies(), *fed.bodies()}) == 2
    aws.wait(4)
    assert "Messages" not in aws.client("sqs").receive_message(QueueUrl=fed.reports.url)
    assert len({*fed.bodies(), *fed.bodies()}) == 2


@behaviour(
    f"{DG}/invocation-eventfiltering.html",
    "If none of your filters are satisfied, Lambda discards the record.",
)
@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (["b"], "b", "c"),
        ([{"prefix": "b"}], "bc", "cb"),
        ([{"suffix": "b"}], "cb", "bc"),
        ([{"anything-but": ["b"]}], "c", "b"),
        ([{"equals-ignore-case": "B"}], "b", "c"),
        ([{"numeric": [">", 1, "<=", 3]}], 3, 4),
    ],
)
def test_messages_outside_the_filter_are_deleted_unseen(
    aws: Aws, rule: list[Any], good: object, bad: object
) -> None:
    bodies = [json.dumps({"a": value}) for value in (good, bad)]
    fed = feed(aws, *bodies, FilterCriteria=filters({"body": {"a": rule}}))
    assert fed.bodies() == [bodies[0]]
    assert fed.is_done()


@behaviour(
    f"{DG}/invocation-eventfiltering.html",
    "Your filters are logically ORed together. If a record from your event source satisfies one or "
    "more of your filters, Lambda includes the record in the next event it sends to your function.",
)
def test_one_filter_is_enough(aws: Aws) -> None:
    fed = feed(aws, '{"b": 2}', FilterCriteria=filters({"body": {"a": [1]}}, {"body": {"b": [2]}}))
    assert fed.bodies() == ['{"b": 2}']


@behaviour(
    f"{DG}/with-sqs-filtering.html",
    "Incoming plain string and JSON filter pattern: Lambda drops the message. Plain string and plain "
    "string: Lambda filters based on your filter criteria.",
)
def test_plain_text_is_filtered_as_text(aws: Aws) -> None:
    fed = feed(aws, "good", "other", '{"a": 1}', FilterCriteria=filters({"body": ["good"]}))
    assert fed.bodies() == ["good"]
    assert fed.is_done()
