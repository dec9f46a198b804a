"""Whom a bucket tells of its objects' changes, and what it says."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour
from tests.conformance.eventbridge.buses import first, queue_for, rule, take

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
#: How long a notification may take, in seconds; S3 says seconds, and sometimes a minute or longer.
SOON = 120.0


def bucket(aws: Aws) -> str:
    """Make a bucket; return its name."""
    name = aws.unique("bucket")
    aws.client("s3").create_bucket(Bucket=name)
    return name


def configure(aws: Aws, name: str, configuration: Mapping[str, Any]) -> None:
    notifications: Any = configuration
    aws.client("s3").put_bucket_notification_configuration(
        Bucket=name, NotificationConfiguration=notifications
    )


def notify(aws: Aws, name: str, queue: Queue, *events: str, **filters: str) -> None:
    """Let a bucket tell a queue, and take the test message off it."""
    rules = [{"Name": part, "Value": value} for part, value in filters.items()]
    configuration: dict[str, Any] = {"QueueArn": queue.arn, "Events": list(events)}
    if rules:
        configuration["Filter"] = {"Key": {"FilterRules": rules}}
    configure(aws, name, {"QueueConfigurations": [configuration]})
    assert json.loads(first(aws, queue, SOON))["Event"] == "s3:TestEvent"


def records(aws: Aws, queue: Queue, count: int) -> list[Any]:
    """Wait for so many records and return them."""
    found: list[Any] = []

    def enough() -> bool:
        found.extend(
            record for message in take(aws, queue) for record in json.loads(message["Body"])["Records"]
        )
        return len(found) >= count

    aws.eventually(enough, within=SOON)
    return found


@behaviour(
    f"{GUIDE}/notification-content-structure.html",
    "After you configure an event notification on a bucket, Amazon S3 sends the following test "
    "message: s3:TestEvent.",
)
def test_a_new_configuration_is_tried(aws: Aws) -> None:
    name, queue = bucket(aws), queue_for(aws, "s3")
    notify(aws, name, queue, "s3:ObjectCreated:*")


@behaviour(
    f"{GUIDE}/notification-content-structure.html",
    "The s3 key provides information about the bucket and object involved in the event. The object key "
    'name value is URL encoded. For example, "red flower.jpg" becomes "red+flower.jpg".',
)
def test_a_record_tells_what_happened_to_which_object(aws: Aws) -> None:
    name, queue = bucket(aws), queue_for(aws, "s3")
    notify(aws, name, queue, "s3:ObjectCreated:*")
    aws.client("s3").put_object(Bucket=name, Key="in/red flower+1.jpg", Body=b"xyz")
    [record] = records(aws, queue, 1)
    assert (record["eventSource"], record["eventName"]) == ("aws:s3", "ObjectCreated:Put")
    assert float(record["eventVersion"]) >= 2.1
    assert record["s3"]["bucket"]["name"] == name
    told = record["s3"]["object"]
    assert (told["key"], told["size"]) == ("in/red+flower%2B1.jpg", 3)
    assert told["eTag"] == "d16fb36f0911f878998c136191af705e"
    assert told["sequencer"]


@behaviour(
    f"{GUIDE}/notification-how-to-filtering.html",
    "You can configure notifications to be filtered by the prefix and suffix of the key name of objects.",
)
def test_only_keys_that_fit_are_told(aws: Aws) -> None:
    name, queue, s3 = bucket(aws), queue_for(aws, "s3"), aws.client("s3")
    notify(aws, name, queue, "s3:ObjectCreated:*", prefix="in/", suffix=".png")
    for key in ("out/1.png", "in/1.jpg", "in/1.png"):
        s3.put_object(Bucket=name, Key=key, Body=b"")
    assert [record["s3"]["object"]["key"] for record in records(aws, queue, 1)] == ["in/1.png"]
    assert take(aws, queue) == []


@behaviour(
    f"{GUIDE}/notification-how-to-event-types-and-destinations.html",
    "s3:ObjectCreated:Put, s3:ObjectCreated:Copy and s3:ObjectCreated:CompleteMultipartUpload each name one "
    "way to create an object; s3:ObjectRemoved:Delete tells of an object deleted.",
)
def test_each_change_has_its_name(aws: Aws) -> None:
    name, queue, s3 = bucket(aws), queue_for(aws, "s3"), aws.client("s3")
    notify(aws, name, queue, "s3:ObjectCreated:*", "s3:ObjectRemoved:*")
    s3.put_object(Bucket=name, Key="put", Body=b"x")
    s3.copy_object(Bucket=name, Key="copy", CopySource={"Bucket": name, "Key": "put"})
    upload = s3.create_multipart_upload(Bucket=name, Key="parts")["UploadId"]
    part = s3.upload_part(Bucket=name, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")
    s3.complete_multipart_upload(
        Bucket=name,
        Key="parts",
        UploadId=upload,
        MultipartUpload={"Parts": [{"ETag": part["ETag"], "PartNumber": 1}]},
    )
    s3.delete_object(Bucket=name, Key="put")
    told = {(each["s3"]["object"]["key"], each["eventName"]) for each in records(aws, queue, 4)}
    assert told == {
        ("put", "ObjectCreated:Put"),
        ("copy", "ObjectCreated:Copy"),
        ("parts", "ObjectCreated:CompleteMultipartUpload"),
        ("put", "ObjectRemoved:Delete"),
    }


@behaviour(
    f"{GUIDE}/notification-how-to-event-types-and-destinations.html",
    "You can request notification when a delete marker is created for a versioned object using "
    "s3:ObjectRemoved:DeleteMarkerCreated.",
)
def test_a_delete_marker_is_told(aws: Aws) -> None:
    name, queue, s3 = bucket(aws), queue_for(aws, "s3"), aws.client("s3")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    notify(aws, name, queue, "s3:ObjectRemoved:DeleteMarkerCreated")
    s3.put_object(Bucket=name, Key="a", Body=b"1")
    marker = s3.delete_object(Bucket=name, Key="a")["VersionId"]
    [record] = records(aws, queue, 1)
    assert record["s3"]["object"]["versionId"] == marker


@behaviour(
    f"{GUIDE}/ev-events.html",
    "resources — A JSON array that contains the Amazon Resource Name (ARN) of the bucket. detail — A "
    "JSON object that contains information about the event.",
)
def test_eventbridge_is_told_of_everything(aws: Aws) -> None:
    name, queue = bucket(aws), queue_for(aws)
    configure(aws, name, {"EventBridgeConfiguration": {}})
    rule(aws, {"source": ["aws.s3"], "detail": {"bucket": {"name": [name]}}}, queue.arn)
    aws.wait(60)
    aws.client("s3").put_object(Bucket=name, Key="a b", Body=b"1")
    event = json.loads(first(aws, queue, SOON))
    assert (event["detail-type"], event["resources"]) == ("Object Created", [f"arn:aws:s3:::{name}"])
    detail = event["detail"]
    assert detail["object"].pop("sequencer")
    assert detail["object"] == {"key": "a b", "size": 1, "etag": "c4ca4238a0b923820dcc509a6f75849b"}
    assert (detail["bucket"], detail["reason"]) == ({"name": name}, "PutObject")


@behaviour(
    f"{GUIDE}/notification-how-to-event-types-and-destinations.html",
    "Amazon Simple Queue Service FIFO (First-In-First-Out) queues aren't supported as an Amazon S3 "
    "event notification destination.",
)
def test_a_destination_that_s3_cannot_reach_is_refused(aws: Aws) -> None:
    name = bucket(aws)
    fifo = aws.queue(FifoQueue=True).arn
    gone = f"arn:aws:sqs:{aws.region}:{aws.account}:{aws.unique('gone')}"
    for arn in (fifo, gone):
        wanted = {"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
        with pytest.raises(ClientError, match="InvalidArgument"):
            configure(aws, name, wanted)


@behaviour(
    f"{GUIDE}/grant-destinations-permissions-to-s3.html",
    "You must grant the Amazon S3 principal the necessary permissions to call the relevant API to "
    "publish messages to an SNS topic, an SQS queue, or a Lambda function.",
)
def test_a_queue_that_s3_may_not_send_to_is_refused(aws: Aws) -> None:
    name, closed = bucket(aws), aws.queue()
    wanted = {"QueueConfigurations": [{"QueueArn": closed.arn, "Events": ["s3:ObjectCreated:*"]}]}
    with pytest.raises(ClientError, match="InvalidArgument"):
        configure(aws, name, wanted)


@behaviour(
    f"{GUIDE}/notification-how-to-filtering.html",
    "Notification configurations that use Filter cannot define filtering rules with overlapping "
    "prefixes, overlapping suffixes, or prefix and suffix overlapping.",
)
def test_two_configurations_for_the_same_change_are_refused(aws: Aws) -> None:
    name, queue = bucket(aws), queue_for(aws, "s3")
    wanted = [
        {
            "QueueArn": queue.arn,
            "Events": ["s3:ObjectCreated:*"],
            "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": prefix}]}},
        }
        for prefix in ("images", "images/jpg")
    ]
    with pytest.raises(ClientError, match="InvalidArgument"):
        configure(aws, name, {"QueueConfigurations": wanted})
