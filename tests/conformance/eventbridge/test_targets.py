"""What targets receive of an event, and what becomes of events that cannot be delivered."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.eventbridge.buses import SOON, first, put, queue_for, rule, take

GUIDE = "https://docs.aws.amazon.com/eventbridge/latest/userguide"
API = "https://docs.aws.amazon.com/eventbridge/latest/APIReference"


@behaviour(
    f"{GUIDE}/eb-events-structure.html",
    "version, id, detail-type, source, account, time, region, resources and detail appear in every event.",
)
def test_a_target_receives_the_whole_event(aws: Aws) -> None:
    queue, source = queue_for(aws), aws.unique("source")
    rule(aws, {"source": [source]}, queue.arn)
    identity = put(aws, source, {"n": 1}, Resources=["arn:aws:s3:::thing"])
    event = json.loads(first(aws, queue))
    assert event.pop("time").endswith("Z")
    assert event == {
        "version": "0",
        "id": identity,
        "detail-type": "tested",
        "source": source,
        "account": aws.account,
        "region": aws.region,
        "resources": ["arn:aws:s3:::thing"],
        "detail": {"n": 1},
    }


@behaviour(
    f"{API}/API_Target.html",
    "Input: Valid JSON text passed to the target. In this case, nothing from the event itself is "
    "passed to the target.",
)
def test_a_constant_input(aws: Aws) -> None:
    queue, source = queue_for(aws), aws.unique("source")
    rule(aws, {"source": [source]}, queue.arn, Input='{"constant": true}')
    put(aws, source, {})
    assert first(aws, queue) == '{"constant": true}'


@behaviour(
    f"{API}/API_Target.html",
    "InputPath: the value of the JSONPath that is used for extracting part of the matched event.",
)
def test_a_part_of_the_event(aws: Aws) -> None:
    queue, source = queue_for(aws), aws.unique("source")
    rule(aws, {"source": [source]}, queue.arn, InputPath="$.detail")
    put(aws, source, {"n": [1, 2]})
    assert json.loads(first(aws, queue)) == {"n": [1, 2]}


@behaviour(
    f"{GUIDE}/eb-transform-target-input.html",
    "The Input Template is a template for the information you want to pass to your target.",
)
def test_an_input_template(aws: Aws) -> None:
    queue, source = queue_for(aws), aws.unique("source")
    paths = {"instance": "$.detail.instance", "state": "$.detail.state"}
    template = '{"instance": <instance>, "text": "instance <instance> is in <state>"}'
    transformer = {"InputPathsMap": paths, "InputTemplate": template}
    rule(aws, {"source": [source]}, queue.arn, InputTransformer=transformer)
    put(aws, source, {"instance": "i-1", "state": "RUNNING"})
    assert json.loads(first(aws, queue)) == {"instance": "i-1", "text": "instance i-1 is in RUNNING"}


@behaviour(
    f"{GUIDE}/eb-transform-target-input.html",
    "aws.events.rule-name — The Name of the EventBridge rule. aws.events.event.json — The full "
    "original event payload as JSON.",
)
def test_reserved_variables_of_a_template(aws: Aws) -> None:
    queue, source = queue_for(aws), aws.unique("source")
    template = '{"rule": <aws.events.rule-name>, "event": <aws.events.event.json>}'
    arn = rule(aws, {"source": [source]}, queue.arn, InputTransformer={"InputTemplate": template})
    identity = put(aws, source, {})
    received = json.loads(first(aws, queue))
    assert (received["rule"], received["event"]["id"]) == (arn.rpartition("/")[2], identity)


@behaviour(
    f"{GUIDE}/eb-rule-dlq.html",
    "For errors that result from missing permissions to a target, or if a target resource that no "
    "longer exists, no retry attempts will happen until action is taken to resolve the underlying "
    "issue. EventBridge sends these events directly to the target DLQ.",
)
def test_an_event_whose_target_is_gone_goes_to_the_dlq_at_once(aws: Aws) -> None:
    dead_letters, gone, source = queue_for(aws), queue_for(aws), aws.unique("source")
    arn = rule(aws, {"source": [source]}, gone.arn, DeadLetterConfig={"Arn": dead_letters.arn})
    aws.client("sqs").delete_queue(QueueUrl=gone.url)
    aws.wait(60)
    put(aws, source, {})
    [letter] = aws.eventually(lambda: take(aws, dead_letters), SOON)
    told = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert (told["RULE_ARN"], told["TARGET_ARN"]) == (arn, gone.arn)
    assert told["ERROR_CODE"] in ("NO_RESOURCE", "NO_PERMISSIONS")
    assert json.loads(letter["Body"])["source"] == source


@behaviour(
    f"{API}/API_PutEvents.html",
    "FailedEntryCount: The number of failed entries. For each record, the index of the response "
    "element is the same as the index in the request array.",
)
def test_an_entry_that_is_no_event_fails_alone(aws: Aws) -> None:
    entry: Any = {"Source": aws.unique("source"), "DetailType": "tested", "Detail": "{}"}
    broken: Any = {**entry, "Detail": "{"}
    answer = aws.client("events").put_events(Entries=[broken, entry])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "MalformedDetail"
    assert answer["Entries"][1]["EventId"]


@behaviour(
    f"{API}/API_PutEventsRequestEntry.html",
    "Only the rules that are associated with this event bus are used to match the event.",
)
def test_events_stay_on_their_bus(aws: Aws) -> None:
    name, source = aws.unique("bus"), aws.unique("source")
    aws.client("events").create_event_bus(Name=name)
    here, there = queue_for(aws), queue_for(aws)
    rule(aws, {"source": [source]}, here.arn)
    rule(aws, {"source": [source]}, there.arn, bus=name)
    put(aws, source, {"n": 1}, EventBusName=name)
    assert json.loads(first(aws, there))["detail"] == {"n": 1}
    assert take(aws, here) == []


@behaviour(
    f"{API}/API_PutEvents.html",
    "You can batch multiple event entries into one request for efficiency. However, the total entry "
    "size must be less than 1MB.",
)
def test_entries_of_a_mebibyte_are_refused(aws: Aws) -> None:
    detail = json.dumps({"text": "x" * 1024 * 1024})
    with pytest.raises(ClientError, match=r"Exception"):
        aws.client("events").put_events(
            Entries=[{"Source": aws.unique("source"), "DetailType": "tested", "Detail": detail}]
        )


@behaviour(
    f"{GUIDE}/eb-use-resource-based.html",
    "For Lambda, Amazon SNS, Amazon SQS, and Amazon CloudWatch Logs resources, EventBridge uses "
    "resource-based policies.",
)
def test_a_queue_that_eventbridge_may_not_send_to_receives_nothing(aws: Aws) -> None:
    closed, dead_letters, source = aws.queue(), queue_for(aws), aws.unique("source")
    rule(aws, {"source": [source]}, closed.arn, DeadLetterConfig={"Arn": dead_letters.arn})
    put(aws, source, {})
    [letter] = aws.eventually(lambda: take(aws, dead_letters), SOON)
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert take(aws, closed) == []


@behaviour(
    f"{API}/API_Target.html",
    "SqsParameters: Contains the message group ID to use when the target is an Amazon SQS fair or FIFO "
    "queue.",
)
def test_a_fifo_queue_needs_a_group(aws: Aws) -> None:
    queue = aws.queue(FifoQueue=True, ContentBasedDeduplication=True)
    with pytest.raises(ClientError, match="SqsParameters"):
        rule(aws, {"source": ["x"]}, queue.arn)
