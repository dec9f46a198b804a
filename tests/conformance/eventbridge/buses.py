"""Rules and the queues behind them, as the tests of EventBridge handle them."""

import json
from collections.abc import Mapping
from typing import Any

from tests.conformance.aws import Aws, Queue

#: How long an event may take from PutEvents to a queue, in seconds.
SOON = 30.0


def queue_for(aws: Aws, service: str = "events", **attributes: object) -> Queue:
    """Make a queue that `service` may send to."""
    queue = aws.queue(**attributes)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue.arn,
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    aws.client("sqs").set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": policy})
    return queue


def rule(aws: Aws, pattern: Mapping[str, Any], arn: str, *, bus: str = "default", **target: Any) -> str:
    """Make a rule with one target; return its ARN."""
    name = aws.unique("rule")
    events = aws.client("events")
    made = events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
    targets: Any = [{"Id": "1", "Arn": arn, **target}]
    events.put_targets(Rule=name, EventBusName=bus, Targets=targets)
    return made["RuleArn"]


def put(aws: Aws, source: str, detail: Mapping[str, Any], **entry: Any) -> str:
    """Put an event on a bus; return its id."""
    whole: Any = {"Source": source, "DetailType": "tested", "Detail": json.dumps(detail), **entry}
    answer = aws.client("events").put_events(Entries=[whole])
    assert answer["FailedEntryCount"] == 0, answer
    return answer["Entries"][0]["EventId"]


def take(aws: Aws, queue: Queue) -> list[Any]:
    """Receive up to ten messages with their attributes, delete them, and return them."""
    sqs = aws.client("sqs")
    messages = sqs.receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"]
    ).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    return list(messages)


def first(aws: Aws, queue: Queue, within: float = SOON) -> str:
    """Return the body of the first message to arrive."""
    body: str = aws.eventually(lambda: take(aws, queue), within)[0]["Body"]
    return body


def passes(aws: Aws, pattern: Mapping[str, Any], **fields: Any) -> bool:
    """Ask EventBridge whether a pattern matches an event with these fields."""
    event = {
        "id": "1",
        "account": aws.account,
        "source": "tests",
        "time": "2030-01-01T00:00:00Z",
        "region": aws.region,
        "resources": [],
        "detail-type": "tested",
        **fields,
    }
    answer = aws.client("events").test_event_pattern(
        EventPattern=json.dumps(pattern), Event=json.dumps(event)
    )
    return answer["Result"]
