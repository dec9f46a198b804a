"""Batches of a stream: their order, their size, and where a mapping begins."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.streams.feeding import data_stream, table

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"


@behaviour(
    f"{GUIDE}/with-ddb.html",
    "Lambda reads records from the stream and invokes your function synchronously with an event that "
    "contains stream records.",
)
def test_a_tables_changes_come_in_their_order(aws: Aws) -> None:
    fed = table(aws)
    fed.put("1", "2", "3", key="same")
    fed.feed()
    assert [value for batch in fed.wait_for("3") for value in batch] == ["1", "2", "3"]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    "BatchSize: the maximum number of records in each batch that Lambda pulls from your stream or "
    "queue and sends to your function.",
)
def test_no_batch_is_larger_than_asked_for(aws: Aws) -> None:
    fed = table(aws)
    fed.put("1", "2", "3", "4", "5")
    fed.feed(BatchSize=2)
    batches = fed.wait_for("5")
    assert all(len(batch) <= 2 for batch in batches)
    assert [value for batch in batches for value in batch] == ["1", "2", "3", "4", "5"]


@behaviour(
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
    "NEW_AND_OLD_IMAGES: both the new and the old images of the item. If you perform a PutItem or "
    "UpdateItem operation that does not change any data in an item, DynamoDB Streams does not write a "
    "stream record for that operation.",
)
def test_a_record_shows_the_item_before_and_after(aws: Aws) -> None:
    fed = table(aws)
    fed.put("old", "old", "new", key="same")
    fed.feed()
    fed.wait_for("new")
    first, second = [record for batch in fed.batches for record in batch["records"]]
    assert (first["eventName"], second["eventName"]) == ("INSERT", "MODIFY")
    assert (first["eventSource"], first["eventSourceARN"]) == ("aws:dynamodb", fed.arn)
    change = second["dynamodb"]
    assert (change["Keys"], change["StreamViewType"]) == ({"key": {"S": "same"}}, "NEW_AND_OLD_IMAGES")
    assert (change["OldImage"]["value"], change["NewImage"]["value"]) == ({"S": "old"}, {"S": "new"})
    assert int(change["SequenceNumber"]) > int(first["dynamodb"]["SequenceNumber"])


@behaviour(
    f"{GUIDE}/with-kinesis.html",
    "A record has its partitionKey, its sequenceNumber, its data in base64, and approximateArrivalTimestamp.",
)
def test_a_kinesis_record_has_its_data_and_its_place(aws: Aws) -> None:
    fed = data_stream(aws)
    fed.put("hello", key="mine")
    fed.feed()
    fed.wait_for("hello")
    [record] = fed.batches[0]["records"]
    assert (record["eventSource"], record["eventName"]) == ("aws:kinesis", "aws:kinesis:record")
    assert record["eventID"] == f"shardId-000000000000:{record['kinesis']['sequenceNumber']}"
    assert (record["kinesis"]["partitionKey"], record["kinesis"]["data"]) == ("mine", "aGVsbG8=")


@behaviour(
    f"{GUIDE}/services-kinesis-create.html",
    "Trim horizon: Process all records in the stream.",
)
def test_a_data_streams_records_come_in_their_order(aws: Aws) -> None:
    fed = data_stream(aws)
    fed.put("1", "2", "3")
    fed.feed(BatchSize=2)
    assert [value for batch in fed.wait_for("3") for value in batch] == ["1", "2", "3"]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    "MaximumBatchingWindowInSeconds: the maximum amount of time, in seconds, that Lambda spends "
    "gathering records before invoking the function.",
)
def test_a_window_lets_records_gather(aws: Aws) -> None:
    fed = table(aws)
    fed.feed(MaximumBatchingWindowInSeconds=60, BatchSize=100)
    aws.wait(30)
    fed.put("1")
    aws.wait(10)
    fed.put("2")
    assert fed.wait_for("2") == [["1", "2"]]


@behaviour(
    "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html",
    "StartingPosition: required for Amazon Kinesis and Amazon DynamoDB Stream event sources. "
    "AT_TIMESTAMP is supported only for Amazon Kinesis streams, Amazon DocumentDB, Amazon MSK, and "
    "self-managed Apache Kafka.",
)
def test_a_mapping_says_where_it_begins(aws: Aws) -> None:
    fed = table(aws)
    with pytest.raises(ClientError, match=r"ValidationException|InvalidParameterValueException"):
        fed.feed(StartingPosition="AT_TIMESTAMP")


@behaviour(
    f"{GUIDE}/invocation-eventfiltering.html",
    "If none of your filters are satisfied, Lambda discards the record.",
)
def test_a_filter_leaves_records_out(aws: Aws) -> None:
    fed = table(aws)
    pattern = {"dynamodb": {"NewImage": {"value": {"S": [{"prefix": "good"}]}}}}
    fed.feed(FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    fed.put("no", "good", "no more", "good as well")
    assert [value for batch in fed.wait_for("good as well") for value in batch] == ["good", "good as well"]
