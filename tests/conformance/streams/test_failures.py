"""What becomes of a batch that fails."""

import json
from typing import Any

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour
from tests.conformance.streams.feeding import SOON, data_stream, table

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"
ERRORS = f"{GUIDE}/services-dynamodb-errors.html"


def message(aws: Aws, queue: Queue) -> Any:
    """Wait for a message and return its body."""
    receive = aws.client("sqs").receive_message
    [found] = aws.eventually(lambda: receive(QueueUrl=queue.url, WaitTimeSeconds=1).get("Messages"), SOON)
    return json.loads(found["Body"])


@behaviour(
    f"{GUIDE}/invocation-eventsourcemapping.html",
    "By default, if your function returns an error, the event source mapping reprocesses the entire "
    "batch until the function succeeds, or the items in the batch expire. To ensure in-order "
    "processing, the event source mapping pauses processing for the affected shard until the error is "
    "resolved.",
)
def test_a_failing_batch_holds_up_its_shard(aws: Aws) -> None:
    fed = table(aws)
    fed.put("1", "bad")
    fed.feed()
    fed.wait_for("bad")
    fed.put("after")
    aws.wait(30)
    batches = fed.look()
    assert len(batches) > 1
    assert not any("after" in batch for batch in batches)


@behaviour(
    ERRORS,
    "If the error handling measures fail, Lambda discards the records and continues processing batches "
    "from the stream.",
)
def test_after_its_retries_a_batch_is_given_up(aws: Aws) -> None:
    fed = table(aws)
    fed.put("bad", "next")
    fed.feed(BatchSize=1, MaximumRetryAttempts=2)
    assert fed.wait_for("next") == [["bad"]] * 3 + [["next"]]


@behaviour(
    ERRORS,
    "Each record sent to the destination is a JSON document containing metadata about the failed invocation.",
)
def test_a_queue_hears_of_a_batch_that_was_given_up(aws: Aws) -> None:
    fed, failed = table(aws), aws.queue()
    fed.put("bad")
    destination = {"OnFailure": {"Destination": failed.arn}}
    fed.feed(MaximumRetryAttempts=0, DestinationConfig=destination)
    told = message(aws, failed)
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 1
    assert told["responseContext"]["functionError"] == "Unhandled"
    place = told["DDBStreamBatchInfo"]
    assert (place["batchSize"], place["streamArn"]) == (1, fed.arn)
    assert place["startSequenceNumber"] == place["endSequenceNumber"]


@behaviour(
    f"{GUIDE}/kinesis-on-failure-destination.html",
    "For Amazon S3 destinations, Lambda sends the entire invocation record along with the metadata. "
    "The S3 object containing the invocation record uses the following naming convention: "
    "aws/lambda/<ESM-UUID>/<shardID>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<Random UUID>",
)
def test_a_bucket_gets_the_records_as_well(aws: Aws) -> None:
    s3, bucket, fed = aws.client("s3"), aws.unique("bucket"), data_stream(aws)
    s3.create_bucket(Bucket=bucket)
    fed.put("bad")
    destination = {"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}}
    uuid = fed.feed(MaximumRetryAttempts=0, DestinationConfig=destination)
    [found] = aws.eventually(lambda: s3.list_objects_v2(Bucket=bucket).get("Contents"), within=SOON)
    assert found["Key"].startswith(f"aws/lambda/{uuid}/shardId-000000000000/")
    told = json.loads(s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read())
    [record] = json.loads(told["payload"])["Records"]
    assert record["kinesis"]["sequenceNumber"] == told["KinesisBatchInfo"]["startSequenceNumber"]


@behaviour(
    ERRORS,
    "BisectBatchOnFunctionError, which splits a failed batch into two smaller batches, isolating bad "
    "records and avoiding timeouts. Splitting batches doesn't consume the retry quota.",
)
def test_a_failed_batch_is_split_until_the_bad_record_stands_alone(aws: Aws) -> None:
    fed = table(aws)
    fed.put("1", "2", "bad", "4")
    fed.feed(BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)
    batches = fed.wait_for("4")
    aws.eventually(lambda: ["4"] in fed.look(), within=SOON)
    assert ["bad"] in batches
    assert ["1", "2"] in batches


@behaviour(
    f"{GUIDE}/services-ddb-batchfailurereporting.html",
    "If the batchItemFailures array contains multiple items, Lambda uses the record with the lowest "
    "sequence number as the checkpoint. Lambda then retries all records starting from that checkpoint.",
)
def test_a_reported_failure_is_where_the_next_try_begins(aws: Aws) -> None:
    fed = table(aws)
    fed.put("1", "2", "bad", "4")
    fed.feed(how="report", MaximumRetryAttempts=1)
    aws.eventually(lambda: len(fed.look()) >= 2, within=SOON)
    assert fed.look() == [["1", "2", "bad", "4"], ["bad", "4"]]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    "MaximumRecordAgeInSeconds: discard records older than the specified age.",
)
def test_a_record_that_is_too_old_is_given_up(aws: Aws) -> None:
    fed, failed = table(aws), aws.queue()
    fed.put("bad")
    destination = {"OnFailure": {"Destination": failed.arn}}
    fed.feed(MaximumRecordAgeInSeconds=60, DestinationConfig=destination)
    aws.wait(60)
    assert message(aws, failed)["requestContext"]["condition"] == "RecordAgeExceeded"


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html",
    "Enabled: when true, the event source mapping is active. When false, Lambda pauses polling and "
    "invocation.",
)
def test_a_disabled_mapping_goes_on_where_it_was(aws: Aws) -> None:
    fed, lambda_ = table(aws), aws.client("lambda")
    fed.put("1")
    uuid = fed.feed()
    fed.wait_for("1")
    lambda_.update_event_source_mapping(UUID=uuid, Enabled=False)
    state = lambda_.get_event_source_mapping
    aws.eventually(lambda: state(UUID=uuid)["State"] == "Disabled", within=SOON)
    fed.put("2")
    aws.wait(30)
    assert fed.look() == [["1"]]
    lambda_.update_event_source_mapping(UUID=uuid, Enabled=True)
    assert fed.wait_for("2") == [["1"], ["2"]]
