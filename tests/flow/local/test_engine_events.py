"""Events put on a bus reach the targets of its rules."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import Handmade, HandmadeQueue, policy

KINESIS = "arn:aws:kinesis:us-east-1:123456789012:stream/s"
ROLE = "arn:aws:iam::123456789012:role/handmade"


@pytest.fixture
def events(handmade: Handmade) -> Any:
    return handmade.stack.client("events")


@pytest.fixture
def queue(handmade: Handmade) -> HandmadeQueue:
    return handmade.queue("q")


def put_rule(events: Any, arn: str, *, target: dict[str, Any] | None = None, **rule: Any) -> None:
    rule = {"Name": "r", "EventPattern": json.dumps({"source": ["shop"]})} | rule
    events.put_rule(**{key: value for key, value in rule.items() if value is not None})
    bus = {"EventBusName": rule["EventBusName"]} if "EventBusName" in rule else {}
    events.put_targets(Rule=rule["Name"], Targets=[{"Id": "1", "Arn": arn} | (target or {})], **bus)


def put_event(handmade: Handmade, detail: Any = None, **entry: Any) -> dict[str, Any]:
    detail = {"id": 7, "name": 'a "b"', "items": [1, 2]} if detail is None else detail
    entry = {"Source": "shop", "DetailType": "sold", "Detail": json.dumps(detail)} | entry
    answer: dict[str, Any] = handmade.stack.client("events").put_events(Entries=[entry])
    handmade.stack.settle()
    return answer


def test_a_rules_queue_receives_the_whole_event(
    handmade: Handmade, events: Any, queue: HandmadeQueue
) -> None:
    put_rule(events, queue.arn)
    answer = put_event(handmade, {"n": 1}, Resources=["arn:x"])
    [body] = queue.take()
    assert json.loads(body) == {
        "version": "0",
        "id": answer["Entries"][0]["EventId"],
        "detail-type": "sold",
        "source": "shop",
        "account": "123456789012",
        "time": "2030-01-01T00:00:00Z",
        "region": "us-east-1",
        "resources": ["arn:x"],
        "detail": {"n": 1},
    }


def test_events_stay_on_their_bus(handmade: Handmade, events: Any, queue: HandmadeQueue) -> None:
    events.create_event_bus(Name="other")
    put_rule(events, queue.arn, EventBusName="other")
    put_event(handmade)
    assert queue.take() == []
    put_event(handmade, EventBusName="other")
    assert len(queue.take()) == 1


def test_events_that_do_not_match_go_nowhere(handmade: Handmade, events: Any, queue: HandmadeQueue) -> None:
    put_rule(events, queue.arn, EventPattern=json.dumps({"source": ["shop"], "detail": {"id": [8]}}))
    put_event(handmade)
    assert queue.take() == []


@pytest.mark.parametrize(
    "rule", [{"State": "DISABLED"}, {"EventPattern": None, "ScheduleExpression": "rate(1 day)"}]
)
def test_a_rule_that_is_off_or_scheduled_receives_nothing(
    handmade: Handmade, events: Any, queue: HandmadeQueue, rule: dict[str, Any]
) -> None:
    put_rule(events, queue.arn, **rule)
    put_event(handmade)
    assert queue.take() == []


def test_a_fifo_queue_receives_events_in_the_targets_group(handmade: Handmade, events: Any) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true")
    put_rule(events, queue.arn, target={"SqsParameters": {"MessageGroupId": "g"}})
    put_event(handmade)
    [message] = handmade.stack.client("sqs").receive_message(
        QueueUrl=queue.url, MessageSystemAttributeNames=["All"]
    )["Messages"]
    assert message["Attributes"]["MessageGroupId"] == "g"


def dead_letter(handmade: Handmade, queue: HandmadeQueue) -> tuple[Any, dict[str, str]]:
    """Return the body and the attributes of the only dead letter."""
    [letter] = handmade.stack.client("sqs").receive_message(
        QueueUrl=queue.url, MessageAttributeNames=["All"], MaxNumberOfMessages=10
    )["Messages"]
    attributes = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    return json.loads(letter["Body"]), attributes


def test_what_a_queue_refuses_goes_to_the_targets_dlq_at_once(
    handmade: Handmade, events: Any, queue: HandmadeQueue
) -> None:
    strict = handmade.queue("strict.fifo")
    target = {"SqsParameters": {"MessageGroupId": "g"}, "DeadLetterConfig": {"Arn": queue.arn}, "Input": "1"}
    put_rule(events, strict.arn, target=target)
    assert put_event(handmade)["FailedEntryCount"] == 0
    event, attributes = dead_letter(handmade, queue)
    assert event["source"] == "shop"
    assert attributes.pop("ERROR_MESSAGE")
    assert attributes == {
        "RULE_ARN": "arn:aws:events:us-east-1:123456789012:rule/r",
        "TARGET_ARN": strict.arn,
        "ERROR_CODE": "INVALID_PARAMETER",
        "RETRY_ATTEMPTS": "0",
    }


def test_a_target_that_is_gone_is_no_resource(handmade: Handmade, events: Any, queue: HandmadeQueue) -> None:
    gone = "arn:aws:lambda:us-east-1:123456789012:function:gone"
    put_rule(events, gone, target={"DeadLetterConfig": {"Arn": queue.arn}})
    put_event(handmade)
    assert dead_letter(handmade, queue)[1]["ERROR_CODE"] == "NO_RESOURCE"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({"Input": '{"constant": true}'}, {"constant": True}),
        ({"InputPath": "$.detail"}, {"id": 7, "name": 'a "b"', "items": [1, 2]}),
        ({"InputPath": "$.detail-type"}, "sold"),
        (
            {
                "InputTransformer": {
                    "InputPathsMap": {"id": "$.detail.id", "name": "$.detail.name", "all": "$.detail.items"},
                    "InputTemplate": '{"id": <id>, "name": <name>, "text": "no. <id>: <name>", "all": <all>}',
                }
            },
            {"id": 7, "name": 'a "b"', "text": 'no. 7: a "b"', "all": [1, 2]},
        ),
        (
            {"InputTransformer": {"InputTemplate": '{"rule": "<aws.events.rule-name>", "missing": <none>}'}},
            None,
        ),
    ],
)
def test_a_target_receives_what_it_asks_for(
    handmade: Handmade, events: Any, queue: HandmadeQueue, target: dict[str, Any], expected: Any
) -> None:
    put_rule(events, queue.arn, target=target)
    put_event(handmade)
    [body] = queue.take()
    if expected is None:
        assert body == '{"rule": "r", "missing": <none>}'
    else:
        assert json.loads(body) == expected


def test_nobody_publishes_in_the_name_of_aws(handmade: Handmade, events: Any, queue: HandmadeQueue) -> None:
    put_rule(events, queue.arn, EventPattern=json.dumps({"detail-type": ["sold"]}))
    mine = {"Source": "shop", "DetailType": "sold", "Detail": "{}"}
    answer = events.put_events(Entries=[mine | {"Source": "aws.states"}, mine])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert "EventId" in answer["Entries"][1]
    handmade.stack.settle()
    assert len(queue.take()) == 1


def test_a_function_is_invoked_with_the_event(handmade: Handmade, events: Any) -> None:
    function = handmade.function("f", "def handle(event, context):\n    print(event['source'])\n")
    put_rule(events, handmade.permit(function, "events.amazonaws.com"))
    put_event(handmade)
    assert handmade.printed("f") == ["shop"]


def test_a_state_machine_is_started_with_the_event(handmade: Handmade, events: Any) -> None:
    stepfunctions = handmade.stack.client("stepfunctions")
    definition = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
    machine = stepfunctions.create_state_machine(name="m", definition=json.dumps(definition), roleArn=ROLE)[
        "stateMachineArn"
    ]
    put_rule(events, machine, target={"RoleArn": ROLE, "InputPath": "$.detail"})
    put_event(handmade, {"n": 1})
    [execution] = stepfunctions.list_executions(stateMachineArn=machine)["executions"]
    found = stepfunctions.describe_execution(executionArn=execution["executionArn"])
    assert (json.loads(found["input"]), found["status"]) == ({"n": 1}, "SUCCEEDED")


def test_an_event_goes_on_to_another_bus_as_it_is_and_no_further(
    handmade: Handmade, events: Any, queue: HandmadeQueue
) -> None:
    for name in ("second", "third"):
        events.create_event_bus(Name=name)
    bus = "arn:aws:events:us-east-1:123456789012:event-bus"
    put_rule(events, f"{bus}/second")
    put_rule(events, f"{bus}/third", EventBusName="second")
    put_rule(events, queue.arn, Name="seen", EventBusName="second")
    put_rule(events, queue.arn, EventBusName="third")
    answer = put_event(handmade)
    [body] = queue.take()
    assert json.loads(body)["id"] == answer["Entries"][0]["EventId"]


def test_a_stream_a_topic_and_a_log_group_receive_events(
    handmade: Handmade, events: Any, queue: HandmadeQueue
) -> None:
    client = handmade.stack.client
    kinesis, logs, sns = client("kinesis"), client("logs"), client("sns")
    kinesis.create_stream(StreamName="s", ShardCount=1)
    logs.create_log_group(logGroupName="/aws/events/g")
    may_write = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": ["sns:Publish", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "*",
    }
    topic = sns.create_topic(Name="t", Attributes={"Policy": policy(may_write)})["TopicArn"]
    logs.put_resource_policy(policyName="events", policyDocument=policy(may_write))
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/g"
    parameters = {"KinesisParameters": {"PartitionKeyPath": "$.detail.id"}}
    put_rule(events, KINESIS, Name="to-stream", target={"RoleArn": ROLE, **parameters})
    put_rule(events, group, Name="to-logs")
    put_rule(events, topic, Name="to-topic")

    put_event(handmade)

    iterator = kinesis.get_shard_iterator(
        StreamName="s", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    [record] = kinesis.get_records(ShardIterator=iterator)["Records"]
    assert (record["PartitionKey"], json.loads(record["Data"])["source"]) == ("7", "shop")
    [line] = logs.filter_log_events(logGroupName="/aws/events/g")["events"]
    assert json.loads(line["message"])["source"] == "shop"
    [notice] = queue.take()
    assert json.loads(json.loads(notice)["Message"])["source"] == "shop"


@pytest.mark.parametrize(
    "target",
    [
        {"Arn": "arn:aws:ecs:us-east-1:123456789012:cluster/c"},
        {"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": "{}", "InputPath": "$.detail"},
        {"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": "no JSON"},
        {"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "EcsParameters": {"TaskDefinitionArn": "arn:x"}},
        {"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RetryPolicy": {"MaximumRetryAttempts": 186}},
        {"Arn": KINESIS},
    ],
)
def test_a_target_that_cannot_be_served_is_refused_when_it_is_put(
    events: Any, target: dict[str, Any]
) -> None:
    events.put_rule(Name="r", EventPattern='{"source": ["shop"]}')
    with pytest.raises(ClientError, match="ValidationException"):
        events.put_targets(Rule="r", Targets=[{"Id": "1", **target}])
    assert events.list_targets_by_rule(Rule="r")["Targets"] == []


def test_what_cannot_be_replayed_is_not_archived(events: Any) -> None:
    bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    with pytest.raises(ClientError, match="ValidationException"):
        events.create_archive(ArchiveName="a", EventSourceArn=bus)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"Detail": "[]"}, "MalformedDetail"),
        ({"Detail": "{"}, "MalformedDetail"),
        ({"Source": ""}, "InvalidArgument"),
    ],
)
def test_an_entry_that_is_no_event_fails_alone(
    handmade: Handmade, events: Any, queue: HandmadeQueue, entry: dict[str, str], code: str
) -> None:
    put_rule(events, queue.arn)
    good = {"Source": "shop", "DetailType": "sold", "Detail": "{}"}
    answer = events.put_events(Entries=[good | entry, good])
    handmade.stack.settle()
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == code
    assert len(queue.take()) == 1


def test_entries_of_a_mebibyte_are_refused_together(events: Any) -> None:
    entry = {"Source": "shop", "DetailType": "sold", "Detail": json.dumps({"text": "x" * 600_000})}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    with pytest.raises(ClientError, match="over the limit"):
        events.put_events(Entries=[entry, entry])
