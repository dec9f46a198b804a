import json
from typing import Any

import boto3
import pytest

from local.hub import Hub
from tests.flow.local.moto_fixes.machines import REGION
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue


@pytest.fixture
def events(hub: Hub) -> Any:
    return boto3.client("events", region_name=REGION)


@pytest.fixture
def queue(sqs: Any) -> TestQueue:
    return make_queue(sqs, "q")


def put_rule(events: Any, queue: TestQueue, *, target: dict[str, Any] | None = None, **rule: Any) -> None:
    rule = {"Name": "r", "EventPattern": json.dumps({"source": ["shop"]})} | rule
    events.put_rule(**{key: value for key, value in rule.items() if value is not None})
    bus = {"EventBusName": rule["EventBusName"]} if "EventBusName" in rule else {}
    events.put_targets(Rule=rule["Name"], Targets=[{"Id": "1", "Arn": queue.arn} | (target or {})], **bus)


def put_event(events: Any, detail: Any = None, **entry: Any) -> dict[str, Any]:
    detail = {"id": 7, "name": 'a "b"', "items": [1, 2]} if detail is None else detail
    entry = {"Source": "shop", "DetailType": "sold", "Detail": json.dumps(detail)} | entry
    answer: dict[str, Any] = events.put_events(Entries=[entry])
    return answer


def test_a_rules_queue_receives_the_whole_event(events: Any, queue: TestQueue) -> None:
    put_rule(events, queue)
    answer = put_event(events, {"n": 1}, Resources=["arn:x"])
    [body] = queue.bodies()
    assert json.loads(body) == {
        "version": "0",
        "id": answer["Entries"][0]["EventId"],
        "detail-type": "sold",
        "source": "shop",
        "account": "123456789012",
        "time": "2030-01-01T00:00:00Z",
        "region": REGION,
        "resources": ["arn:x"],
        "detail": {"n": 1},
    }


def test_events_stay_on_their_bus(events: Any, queue: TestQueue) -> None:
    events.create_event_bus(Name="other")
    put_rule(events, queue, EventBusName="other")
    put_event(events)
    assert queue.bodies() == []
    put_event(events, EventBusName="other")
    assert len(queue.bodies()) == 1


def test_events_that_do_not_match_go_nowhere(events: Any, queue: TestQueue) -> None:
    put_rule(events, queue, EventPattern=json.dumps({"source": ["shop"], "detail": {"id": [8]}}))
    put_event(events)
    assert queue.bodies() == []


@pytest.mark.parametrize(
    "rule", [{"State": "DISABLED"}, {"EventPattern": None, "ScheduleExpression": "rate(1 minute)"}]
)
def test_a_rule_that_is_off_or_scheduled_receives_nothing(
    events: Any, queue: TestQueue, rule: dict[str, Any]
) -> None:
    put_rule(events, queue, **rule)
    put_event(events)
    assert queue.bodies() == []


def test_a_fifo_queue_receives_events_in_the_targets_group(events: Any, sqs: Any) -> None:
    queue = make_queue(sqs, "q.fifo", ContentBasedDeduplication="true")
    put_rule(events, queue, target={"SqsParameters": {"MessageGroupId": "g"}})
    put_event(events)
    [message] = queue.receive()
    assert message["Attributes"]["MessageGroupId"] == "g"


def test_what_a_queue_refuses_goes_to_the_targets_dlq(events: Any, sqs: Any, queue: TestQueue) -> None:
    strict = make_queue(sqs, "strict.fifo")
    target = {"SqsParameters": {"MessageGroupId": "g"}, "DeadLetterConfig": {"Arn": queue.arn}}
    put_rule(events, strict, target=target)
    assert put_event(events)["FailedEntryCount"] == 0
    [letter] = queue.receive(MessageAttributeNames=["All"])
    assert json.loads(letter["Body"])["source"] == "shop"
    assert letter["MessageAttributes"]["TARGET_ARN"]["StringValue"] == strict.arn


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
    events: Any, queue: TestQueue, target: dict[str, Any], expected: Any
) -> None:
    put_rule(events, queue, target=target)
    put_event(events)
    [body] = queue.bodies()
    if expected is None:
        assert body == '{"rule": "r", "missing": <none>}'
    else:
        assert json.loads(body) == expected


def test_nobody_publishes_in_the_name_of_aws(events: Any, queue: TestQueue) -> None:
    put_rule(events, queue, EventPattern=json.dumps({"detail-type": ["sold"]}))
    mine = {"Source": "shop", "DetailType": "sold", "Detail": "{}"}
    answer = events.put_events(Entries=[mine | {"Source": "aws.states"}, mine])
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert "EventId" in answer["Entries"][1]
    assert len(queue.bodies()) == 1
