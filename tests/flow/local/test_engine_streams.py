"""Streams of tables and data streams drive functions as Lambda's event source mappings do."""

import base64
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import Handmade

#: Prints the numbers of the records it is given, then fails if one is among those named in BAD.
WORKER = """
import json, os

def number(record):
    return int(record["dynamodb"]["Keys"]["id"]["N"])

def handle(event, context):
    numbers = [number(record) for record in event["Records"]]
    print(numbers)
    bad = [n for n in numbers if str(n) in os.environ.get("BAD", "").split(",")]
    if os.environ.get("REPORTS"):
        return {"batchItemFailures": [
            {"itemIdentifier": record["dynamodb"]["SequenceNumber"]}
            for record in event["Records"] if number(record) in bad
        ]}
    if bad:
        raise ValueError(bad)
"""


@dataclass
class Table:
    """A table with a stream, and what the function `f` was given of it."""

    handmade: Handmade

    @property
    def stream(self) -> str:
        table = self.handmade.stack.client("dynamodb").describe_table(TableName="t")["Table"]
        return table["LatestStreamArn"]

    def put(self, *numbers: int, **attributes: Any) -> None:
        for number in numbers:
            self.handmade.stack.client("dynamodb").put_item(
                TableName="t", Item={"id": {"N": str(number)}, **attributes}
            )

    def feed(self, *, bad: Iterable[int] = (), reports: bool = False, **mapping: Any) -> str:
        variables = {"BAD": ",".join(map(str, bad))} | ({"REPORTS": "1"} if reports else {})
        self.handmade.function("f", WORKER, Environment={"Variables": variables})
        if reports:
            mapping["FunctionResponseTypes"] = ["ReportBatchItemFailures"]
        mapping = {"StartingPosition": "TRIM_HORIZON", **mapping}
        answer = self.handmade.stack.client("lambda").create_event_source_mapping(
            FunctionName="f", EventSourceArn=self.stream, **mapping
        )
        return answer["UUID"]

    def batches(self) -> list[list[int]]:
        """Return the batches the function was given so far."""
        self.handmade.stack.settle()
        return [
            json.loads(line)
            for line in self.handmade.printed("f")
            if line.startswith("[") and line[1:2] != "E"
        ]


@pytest.fixture
def table(handmade: Handmade) -> Table:
    handmade.stack.client("dynamodb").create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    return Table(handmade)


def test_changes_come_in_order_in_batches_as_large_as_allowed(table: Table) -> None:
    table.put(*range(5))
    table.feed(BatchSize=2)
    assert table.batches() == [[0, 1], [2, 3], [4]]


def test_a_write_wakes_the_poller_without_time_passing(table: Table) -> None:
    table.feed()
    assert table.batches() == []
    table.put(1)
    assert table.batches() == [[1]]


def test_a_mapping_that_begins_with_the_latest_sees_only_what_comes_after_it(table: Table) -> None:
    table.put(1, 2)
    table.feed(StartingPosition="LATEST")
    table.put(3)
    assert table.batches() == [[3]]


def test_a_window_lets_a_batch_fill_up(table: Table) -> None:
    table.feed(MaximumBatchingWindowInSeconds=10, BatchSize=3)
    table.put(1)
    table.handmade.stack.advance(9)
    table.put(2)
    assert table.batches() == []
    table.handmade.stack.advance(1)
    assert table.batches() == [[1, 2]]
    table.put(3, 4, 5)
    assert table.batches() == [[1, 2], [3, 4, 5]]


def test_a_failing_batch_holds_up_the_shard_and_is_tried_until_it_is_done(table: Table) -> None:
    table.put(1, 2, 3)
    table.feed(bad=[1], BatchSize=2)
    table.handmade.stack.advance(10)
    assert table.batches() == [[1, 2]] * 4
    table.handmade.stack.client("lambda").update_function_configuration(
        FunctionName="f", Environment={"Variables": {}}
    )
    table.handmade.stack.advance(60)
    assert table.batches() == [[1, 2]] * 5 + [[3]]


def test_after_its_retries_a_batch_is_given_up_and_reported(table: Table) -> None:
    queue = table.handmade.queue("discarded")
    table.put(1, 2, 3)
    table.feed(
        bad=[1],
        BatchSize=2,
        MaximumRetryAttempts=2,
        DestinationConfig={"OnFailure": {"Destination": queue.arn}},
    )
    table.handmade.stack.advance(60)
    assert table.batches() == [[1, 2]] * 3 + [[3]]
    [body] = queue.take()
    report = json.loads(body)
    assert report["requestContext"].pop("requestId")
    assert report["requestContext"] == {
        "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:f",
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 3,
    }
    assert report["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    place = report["DDBStreamBatchInfo"]
    assert (place["batchSize"], place["streamArn"]) == (2, table.stream)
    assert int(place["endSequenceNumber"]) == int(place["startSequenceNumber"]) + 1
    assert place["approximateArrivalOfFirstRecord"] == "2030-01-01T00:00:00.000Z"
    assert "payload" not in report


def test_a_bucket_gets_the_records_of_a_batch_that_was_given_up(table: Table) -> None:
    s3 = table.handmade.stack.client("s3")
    s3.create_bucket(Bucket="discarded")
    table.put(1)
    uuid = table.feed(
        bad=[1],
        MaximumRetryAttempts=0,
        DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::discarded"}},
    )
    table.batches()
    [found] = s3.list_objects_v2(Bucket="discarded")["Contents"]
    assert found["Key"].startswith(f"aws/lambda/{uuid}/shardId-")
    report = json.loads(s3.get_object(Bucket="discarded", Key=found["Key"])["Body"].read())
    [record] = json.loads(report["payload"])["Records"]
    assert record["dynamodb"]["Keys"] == {"id": {"N": "1"}}


def test_a_failed_batch_is_halved_until_the_bad_record_stands_alone(table: Table) -> None:
    table.put(*range(8))
    table.feed(bad=[5], BisectBatchOnFunctionError=True, MaximumRetryAttempts=1)
    table.handmade.stack.advance(60)
    assert table.batches() == [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [0, 1, 2, 3],
        [4, 5, 6, 7],
        [4, 5],
        [4],
        [5],
        [5],
        [6, 7],
    ]


def test_a_reported_failure_is_where_the_next_try_begins(table: Table) -> None:
    table.put(*range(5))
    table.feed(bad=[2, 4], reports=True, MaximumRetryAttempts=2)
    table.handmade.stack.advance(60)
    assert table.batches() == [[0, 1, 2, 3, 4], [2, 3, 4], [2, 3, 4]]


def test_with_both_only_the_record_that_fails_is_given_up(table: Table) -> None:
    table.put(*range(5))
    table.feed(bad=[2], reports=True, BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)
    table.handmade.stack.advance(60)
    assert table.batches() == [[0, 1, 2, 3, 4], [2, 3, 4], [2], [3, 4]]


def test_records_that_are_too_old_are_given_up(table: Table) -> None:
    queue = table.handmade.queue("discarded")
    table.put(1)
    table.feed(
        bad=[1], MaximumRecordAgeInSeconds=60, DestinationConfig={"OnFailure": {"Destination": queue.arn}}
    )
    table.handmade.stack.advance(100)
    table.put(2)
    table.handmade.stack.advance(100)
    assert table.batches()[-1] == [2]
    [body] = queue.take()
    assert json.loads(body)["requestContext"]["condition"] == "RecordAgeExceeded"


def test_what_nobody_read_is_gone_after_a_day(table: Table) -> None:
    table.put(1)
    table.handmade.stack.advance(86_400)
    table.put(2)
    table.feed()
    assert table.batches() == [[2]]


def test_a_disabled_mapping_goes_on_where_it_was(table: Table) -> None:
    uuid = table.feed()
    table.put(1)
    assert table.batches() == [[1]]
    lambda_ = table.handmade.stack.client("lambda")
    lambda_.update_event_source_mapping(UUID=uuid, Enabled=False)
    table.put(2)
    assert table.batches() == [[1]]
    lambda_.update_event_source_mapping(UUID=uuid, Enabled=True)
    assert table.batches() == [[1], [2]]


def test_lanes_work_side_by_side_and_keep_the_order_of_each_key(handmade: Handmade, table: Table) -> None:
    code = """
    import time

    def handle(event, context):
        time.sleep(10)
        print([int(record["dynamodb"]["Keys"]["id"]["N"]) for record in event["Records"]])
    """
    handmade.function("f", code, Timeout=60)
    table.put(*range(10))
    for round in range(3):
        table.put(*range(10), n={"N": str(round)})
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f",
        EventSourceArn=table.stream,
        StartingPosition="TRIM_HORIZON",
        ParallelizationFactor=4,
    )
    handmade.stack.advance(10)
    batches = table.batches()
    assert 2 <= len(batches) <= 4
    for batch in batches:
        assert batch == sorted(set(batch)) * 4


def test_a_stream_that_the_role_may_not_read_has_no_mapping(handmade: Handmade, table: Table) -> None:
    handmade.function("f", WORKER)
    handmade.stack.client("iam").delete_role_policy(RoleName="handmade", PolicyName="anything")
    with pytest.raises(ClientError, match="Cannot access stream"):
        handmade.stack.client("lambda").create_event_source_mapping(
            FunctionName="f", EventSourceArn=table.stream, StartingPosition="LATEST"
        )


def test_a_stream_is_read_with_the_functions_role_and_again_when_it_may_be(
    handmade: Handmade, table: Table
) -> None:
    table.feed()
    table.put(1)
    assert table.batches() == [[1]]
    iam = handmade.stack.client("iam")
    document = json.dumps(iam.get_role_policy(RoleName="handmade", PolicyName="anything")["PolicyDocument"])
    iam.delete_role_policy(RoleName="handmade", PolicyName="anything")
    table.put(2)
    assert table.batches() == [[1]]
    assert any("dynamodb:GetRecords" in line for _, line in handmade.log)
    iam.put_role_policy(RoleName="handmade", PolicyName="anything", PolicyDocument=document)
    handmade.stack.advance(60)
    assert table.batches() == [[1], [2]]


def test_a_throttled_function_is_waited_for_and_loses_nothing(handmade: Handmade, table: Table) -> None:
    table.put(1)
    table.feed(MaximumRetryAttempts=0)
    handmade.stack.client("lambda").put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    handmade.stack.advance(100)
    assert table.batches() == []
    handmade.stack.client("lambda").delete_function_concurrency(FunctionName="f")
    handmade.stack.advance(60)
    assert table.batches() == [[1]]


def test_a_record_shows_the_change(handmade: Handmade, table: Table) -> None:
    handmade.function("f", "import json\n\ndef handle(event, context):\n    print(json.dumps(event))\n")
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=table.stream, StartingPosition="TRIM_HORIZON"
    )
    table.put(1, data={"B": b"\x00"})
    handmade.stack.settle()
    [line] = handmade.printed("f")
    [record] = json.loads(line)["Records"]
    assert record.pop("eventID")
    assert record["dynamodb"].pop("SequenceNumber")
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.0",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": table.stream,
        "dynamodb": {
            "ApproximateCreationDateTime": 1893456000,
            "Keys": {"id": {"N": "1"}},
            "NewImage": {"id": {"N": "1"}, "data": {"B": "AA=="}},
            "SizeBytes": 11,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def test_a_filter_leaves_records_out_before_batches_are_made(table: Table) -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["good"]}}}}
    table.feed(BatchSize=2, FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    table.put(1, 2, kind={"S": "bad"})
    for number in (3, 4, 5):
        table.put(number, kind={"S": "good"})
        table.put(number, kind={"S": "bad"})
    table.handmade.stack.settle()
    assert [number for batch in table.batches() for number in batch] == [3, 4, 5]


def test_a_record_tells_that_time_to_live_removed_an_item(handmade: Handmade, table: Table) -> None:
    code = "def handle(event, context):\n    print(event['Records'][0].get('userIdentity'))\n"
    handmade.function("f", code)
    table.put(1, ends={"N": str(int(handmade.stack.hub.now()) + 60)})
    handmade.stack.client("dynamodb").update_time_to_live(
        TableName="t", TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"}
    )
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=table.stream, StartingPosition="LATEST"
    )
    handmade.stack.advance(2 * 3600)
    assert handmade.printed("f") == ["{'type': 'Service', 'principalId': 'dynamodb.amazonaws.com'}"]


@pytest.mark.parametrize(
    "mapping",
    [
        {},
        {"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": 0},
        {"StartingPosition": "LATEST", "TumblingWindowInSeconds": 10},
        {"StartingPosition": "LATEST", "ParallelizationFactor": 11},
        {"StartingPosition": "LATEST", "MaximumRecordAgeInSeconds": 59},
        {"StartingPosition": "LATEST", "ScalingConfig": {"MaximumConcurrency": 2}},
        {
            "StartingPosition": "LATEST",
            "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:123456789012:q.fifo"}},
        },
    ],
)
def test_what_a_stream_cannot_have_is_refused(
    handmade: Handmade, table: Table, mapping: dict[str, Any]
) -> None:
    handmade.function("f", WORKER)
    lambda_ = handmade.stack.client("lambda")
    with pytest.raises(ClientError, match="InvalidParameterValueException"):
        lambda_.create_event_source_mapping(FunctionName="f", EventSourceArn=table.stream, **mapping)
    assert lambda_.list_event_source_mappings()["EventSourceMappings"] == []


# -- Kinesis -----------------------------------------------------------------------------------------


@pytest.fixture
def stream(handmade: Handmade) -> str:
    kinesis = handmade.stack.client("kinesis")
    kinesis.create_stream(StreamName="s", ShardCount=2)
    return kinesis.describe_stream(StreamName="s")["StreamDescription"]["StreamARN"]


def put(handmade: Handmade, *texts: str, key: str = "k") -> None:
    for text in texts:
        handmade.stack.client("kinesis").put_record(StreamName="s", Data=text.encode(), PartitionKey=key)


PRINTS = """
import base64, json

def handle(event, context):
    print(json.dumps([base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]))
"""


def test_a_data_stream_is_read_shard_by_shard(handmade: Handmade, stream: str) -> None:
    handmade.function("f", PRINTS)
    put(handmade, "a1", "a2", key="a")
    put(handmade, "b1", "b2", key="7")
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
    )
    handmade.stack.settle()
    assert sorted(handmade.printed("f")) == ['["a1", "a2"]', '["b1", "b2"]']


def test_a_data_stream_can_be_read_from_an_instant(handmade: Handmade, stream: str) -> None:
    handmade.function("f", PRINTS)
    put(handmade, "old")
    handmade.stack.advance(100)
    put(handmade, "new")
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f",
        EventSourceArn=stream,
        StartingPosition="AT_TIMESTAMP",
        StartingPositionTimestamp=dt.datetime.fromtimestamp(handmade.stack.hub.now() - 50, dt.UTC),
    )
    handmade.stack.settle()
    assert handmade.printed("f") == ['["new"]']


def test_a_kinesis_record_shows_its_data(handmade: Handmade, stream: str) -> None:
    handmade.function("f", "import json\n\ndef handle(event, context):\n    print(json.dumps(event))\n")
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
    )
    put(handmade, "hello")
    handmade.stack.settle()
    [line] = handmade.printed("f")
    [record] = json.loads(line)["Records"]
    number = record["kinesis"]["sequenceNumber"]
    assert len(number) == 56
    shard, _, same_number = record.pop("eventID").partition(":")
    assert (shard.startswith("shardId-"), same_number) == (True, number)
    assert record == {
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/handmade",
        "awsRegion": "us-east-1",
        "eventSourceARN": stream,
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": "k",
            "sequenceNumber": number,
            "data": base64.b64encode(b"hello").decode(),
            "approximateArrivalTimestamp": 1893456000.0,
        },
    }


def test_a_filter_looks_into_the_data_of_kinesis(handmade: Handmade, stream: str) -> None:
    handmade.function("f", PRINTS)
    handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f",
        EventSourceArn=stream,
        StartingPosition="TRIM_HORIZON",
        FilterCriteria={"Filters": [{"Pattern": '{"data": {"n": [{"numeric": [">", 1]}]}}'}]},
    )
    put(handmade, '{"n": 1}', "no JSON", '{"n": 2}')
    handmade.stack.settle()
    assert [json.loads(line) for line in handmade.printed("f")] == [['{"n": 2}']]


def test_the_shards_of_a_data_stream_do_not_change(handmade: Handmade, stream: str) -> None:
    with pytest.raises(ClientError, match="does not change the shards"):
        handmade.stack.client("kinesis").update_shard_count(
            StreamName="s", TargetShardCount=4, ScalingType="UNIFORM_SCALING"
        )


def test_a_poller_that_had_nothing_to_read_for_an_hour_goes_on_where_it_was(table: Table) -> None:
    table.feed()
    table.put(1)
    assert table.batches() == [[1]]
    table.handmade.stack.advance(3600)
    table.put(2)
    assert table.batches() == [[1], [2]]


def test_an_iterator_of_a_tables_stream_is_good_for_a_quarter_of_an_hour(
    handmade: Handmade, table: Table
) -> None:
    streams = handmade.stack.client("dynamodbstreams")
    table.put(1, 2)
    [shard] = streams.describe_stream(StreamArn=table.stream)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=table.stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    page = streams.get_records(ShardIterator=iterator, Limit=1)
    [following] = streams.get_records(ShardIterator=page["NextShardIterator"])["Records"]
    assert following["dynamodb"]["Keys"] == {"id": {"N": "2"}}
    handmade.stack.advance(899)
    assert len(streams.get_records(ShardIterator=iterator)["Records"]) == 2
    handmade.stack.advance(1)
    with pytest.raises(ClientError, match="ExpiredIteratorException"):
        streams.get_records(ShardIterator=iterator)
