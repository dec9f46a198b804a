"""A bucket tells queues, functions, topics and EventBridge of what becomes of its objects."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import Handmade, HandmadeQueue, policy

PRINTS = "import json\n\ndef handle(event, context):\n    print(json.dumps(event))\n"


@pytest.fixture
def s3(handmade: Handmade) -> Any:
    client = handmade.stack.client("s3")
    client.create_bucket(Bucket="bucket")
    return client


@pytest.fixture
def queue(handmade: Handmade) -> HandmadeQueue:
    return handmade.queue("q")


def notify(s3: Any, queue: HandmadeQueue, *events: str, **filters: str) -> None:
    rules = [{"Name": name, "Value": value} for name, value in filters.items()]
    configuration: dict[str, Any] = {"Id": "mine", "QueueArn": queue.arn, "Events": list(events)}
    if rules:
        configuration["Filter"] = {"Key": {"FilterRules": rules}}
    s3.put_bucket_notification_configuration(
        Bucket="bucket", NotificationConfiguration={"QueueConfigurations": [configuration]}
    )


def notices(handmade: Handmade, queue: HandmadeQueue) -> list[dict[str, Any]]:
    """Return the records that have arrived; test messages have none."""
    handmade.stack.settle()
    return [record for body in queue.take() for record in json.loads(body).get("Records", [])]


def test_a_queue_is_tried_when_it_is_configured_and_told_of_objects(
    handmade: Handmade, s3: Any, queue: HandmadeQueue
) -> None:
    notify(s3, queue, "s3:ObjectCreated:*")
    [trial] = queue.take()
    assert {name: json.loads(trial)[name] for name in ("Service", "Event", "Bucket")} == {
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Bucket": "bucket",
    }
    s3.put_object(Bucket="bucket", Key="in/a picture+.png", Body=b"xyz")
    [record] = notices(handmade, queue)
    assert record.pop("responseElements")
    assert record["s3"]["object"].pop("sequencer")
    assert record == {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": "us-east-1",
        "eventTime": "2030-01-01T00:00:00.000Z",
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": "AWS:123456789012"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "mine",
            "bucket": {
                "name": "bucket",
                "ownerIdentity": {"principalId": "123456789012"},
                "arn": "arn:aws:s3:::bucket",
            },
            "object": {
                "key": "in/a+picture%2B.png",
                "size": 3,
                "eTag": "d16fb36f0911f878998c136191af705e",
            },
        },
    }


def test_only_what_is_asked_for_is_told(handmade: Handmade, s3: Any, queue: HandmadeQueue) -> None:
    notify(s3, queue, "s3:ObjectCreated:Put", "s3:ObjectRemoved:*", prefix="in/", suffix=".png")
    for key in ("in/1.png", "in/1.jpg", "out/1.png"):
        s3.put_object(Bucket="bucket", Key=key, Body=b"")
    s3.copy_object(Bucket="bucket", Key="in/2.png", CopySource="bucket/in/1.png")
    s3.delete_objects(Bucket="bucket", Delete={"Objects": [{"Key": "in/1.png"}, {"Key": "out/1.png"}]})
    told = {(each["eventName"], each["s3"]["object"]["key"]) for each in notices(handmade, queue)}
    assert told == {("ObjectCreated:Put", "in/1.png"), ("ObjectRemoved:Delete", "in/1.png")}


def test_each_way_to_create_an_object_has_its_name(handmade: Handmade, s3: Any, queue: HandmadeQueue) -> None:
    notify(s3, queue, "s3:ObjectCreated:*")
    s3.put_object(Bucket="bucket", Key="a", Body=b"x")
    s3.copy_object(Bucket="bucket", Key="c", CopySource="bucket/a")
    upload = s3.create_multipart_upload(Bucket="bucket", Key="m")["UploadId"]
    part = s3.upload_part(Bucket="bucket", Key="m", UploadId=upload, PartNumber=1, Body=b"part")
    parts = {"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]}
    s3.complete_multipart_upload(Bucket="bucket", Key="m", UploadId=upload, MultipartUpload=parts)
    records = notices(handmade, queue)
    assert sorted((each["s3"]["object"]["key"], each["eventName"]) for each in records) == [
        ("a", "ObjectCreated:Put"),
        ("c", "ObjectCreated:Copy"),
        ("m", "ObjectCreated:CompleteMultipartUpload"),
    ]
    sequencers = {each["s3"]["object"]["key"]: each["s3"]["object"]["sequencer"] for each in records}
    assert sequencers["a"] < sequencers["c"] < sequencers["m"]


def test_with_versions_a_delete_leaves_a_marker(handmade: Handmade, s3: Any, queue: HandmadeQueue) -> None:
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    notify(s3, queue, "s3:ObjectRemoved:*")
    first = s3.put_object(Bucket="bucket", Key="a", Body=b"1")["VersionId"]
    s3.put_object(Bucket="bucket", Key="a", Body=b"2")
    marker = s3.delete_object(Bucket="bucket", Key="a")["VersionId"]
    s3.delete_object(Bucket="bucket", Key="a", VersionId=first)
    told = [(each["eventName"], each["s3"]["object"]["versionId"]) for each in notices(handmade, queue)]
    assert sorted(told) == [("ObjectRemoved:Delete", first), ("ObjectRemoved:DeleteMarkerCreated", marker)]


def test_functions_and_topics_are_told_as_well(handmade: Handmade, s3: Any, queue: HandmadeQueue) -> None:
    function = handmade.function("f", PRINTS)
    handmade.permit("f", "s3.amazonaws.com")
    sns = handmade.stack.client("sns")
    s3_may_publish = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sns:Publish",
    }
    attributes = {"Policy": policy({**s3_may_publish, "Resource": "*"})}
    topic = sns.create_topic(Name="t", Attributes=attributes)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    s3.put_bucket_notification_configuration(
        Bucket="bucket",
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [
                {"LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:Put"]}
            ],
            "TopicConfigurations": [{"TopicArn": topic, "Events": ["s3:ObjectRemoved:Delete"]}],
        },
    )
    queue.take()
    s3.put_object(Bucket="bucket", Key="a", Body=b"1")
    s3.delete_object(Bucket="bucket", Key="a")
    handmade.stack.settle()
    [line] = handmade.printed("f")
    assert json.loads(line)["Records"][0]["eventName"] == "ObjectCreated:Put"
    [body] = queue.take()
    assert json.loads(json.loads(body)["Message"])["Records"][0]["eventName"] == "ObjectRemoved:Delete"


def test_eventbridge_is_told_of_everything(handmade: Handmade, s3: Any, queue: HandmadeQueue) -> None:
    s3.put_bucket_notification_configuration(
        Bucket="bucket", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    events = handmade.stack.client("events")
    events.put_rule(Name="r", EventPattern='{"source": ["aws.s3"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": queue.arn}])
    s3.put_object(Bucket="bucket", Key="in/a b", Body=b"1")
    s3.delete_object(Bucket="bucket", Key="in/a b")
    handmade.stack.settle()
    created, deleted = sorted(map(json.loads, queue.take()), key=lambda event: event["detail-type"])
    assert (created["detail-type"], deleted["detail-type"]) == ("Object Created", "Object Deleted")
    assert created["resources"] == ["arn:aws:s3:::bucket"]
    detail = created["detail"]
    assert detail.pop("request-id")
    assert detail["object"].pop("sequencer")
    assert detail == {
        "version": "0",
        "bucket": {"name": "bucket"},
        "object": {"key": "in/a b", "size": 1, "etag": "c4ca4238a0b923820dcc509a6f75849b"},
        "requester": "123456789012",
        "source-ip-address": "127.0.0.1",
        "reason": "PutObject",
    }
    assert deleted["detail"]["deletion-type"] == "Permanently Deleted"
    assert set(deleted["detail"]["object"]) == {"key", "sequencer"}


@pytest.mark.parametrize("service", ["sqs", "sns", "lambda"])
def test_a_destination_that_does_not_exist_is_refused(s3: Any, service: str) -> None:
    kinds = {
        "sqs": ("QueueConfigurations", "QueueArn", "gone"),
        "sns": ("TopicConfigurations", "TopicArn", "gone"),
        "lambda": ("LambdaFunctionConfigurations", "LambdaFunctionArn", "function:gone"),
    }
    group, name, resource = kinds[service]
    arn = f"arn:aws:{service}:us-east-1:123456789012:{resource}"
    with pytest.raises(ClientError, match="Unable to validate the following destination"):
        s3.put_bucket_notification_configuration(
            Bucket="bucket",
            NotificationConfiguration={group: [{name: arn, "Events": ["s3:ObjectCreated:*"]}]},
        )
    assert group not in s3.get_bucket_notification_configuration(Bucket="bucket")


def test_a_destination_that_s3_may_not_reach_is_refused(handmade: Handmade, s3: Any) -> None:
    closed = handmade.queue("closed", Policy="")
    function = handmade.function("f", PRINTS)
    for group, destination in (
        ("QueueConfigurations", {"QueueArn": closed.arn}),
        ("LambdaFunctionConfigurations", {"LambdaFunctionArn": function}),
    ):
        configuration = {**destination, "Events": ["s3:ObjectCreated:*"]}
        with pytest.raises(ClientError, match="Unable to validate the following destination"):
            s3.put_bucket_notification_configuration(
                Bucket="bucket", NotificationConfiguration={group: [configuration]}
            )
    assert closed.depth() == 0


def test_what_is_never_told_is_refused(s3: Any, queue: HandmadeQueue) -> None:
    with pytest.raises(ClientError, match="never tells of s3:ObjectTagging:Put"):
        notify(s3, queue, "s3:ObjectCreated:*", "s3:ObjectTagging:Put")


def test_a_fifo_queue_is_refused(handmade: Handmade, s3: Any) -> None:
    with pytest.raises(ClientError, match="Unable to validate the following destination"):
        notify(s3, handmade.queue("q.fifo"), "s3:ObjectCreated:*")


def test_two_configurations_for_the_same_change_are_refused(s3: Any, queue: HandmadeQueue) -> None:
    def configuration(event: str, prefix: str) -> dict[str, Any]:
        rules = [{"Name": "prefix", "Value": prefix}]
        return {"QueueArn": queue.arn, "Events": [event], "Filter": {"Key": {"FilterRules": rules}}}

    def put(*configurations: dict[str, Any]) -> None:
        s3.put_bucket_notification_configuration(
            Bucket="bucket", NotificationConfiguration={"QueueConfigurations": list(configurations)}
        )

    put(configuration("s3:ObjectCreated:*", "a/"), configuration("s3:ObjectCreated:Put", "b/"))
    with pytest.raises(ClientError, match="ambiguously defined"):
        put(configuration("s3:ObjectCreated:*", "a/"), configuration("s3:ObjectCreated:Put", "a/b"))
