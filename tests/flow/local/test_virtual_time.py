"""One clock for everything: a quarter of an hour, or three days, in milliseconds."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.flow.local.handmade import ROLE, Handmade

ASKS = """
import boto3

def handle(event, context):
    boto3.client("sqs").send_message(QueueUrl=event["queue"], MessageBody=event["token"])
"""
FAILS_FOUR_TIMES = """
calls = []

def handle(event, context):
    calls.append(event)
    if len(calls) <= 4:
        raise ValueError("not yet")
    return len(calls)
"""
CLAIMS = """
import time
import boto3

def handle(event, context):
    dynamodb = boto3.client("dynamodb")
    try:
        dynamodb.update_item(
            TableName="leases",
            Key={"id": {"S": "job"}},
            UpdateExpression="SET expires_at = :until",
            ConditionExpression="attribute_not_exists(id) OR expires_at < :now",
            ExpressionAttributeValues={
                ":until": {"N": str(event["until"])}, ":now": {"N": str(int(time.time()))}
            },
        )
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return "taken"
    return "mine"
"""
WAIT_FOR_TOKEN = "arn:aws:states:::lambda:invoke.waitForTaskToken"


@pytest.fixture(autouse=True)
def in_no_time(handmade: Handmade) -> Iterator[None]:
    """None of these tests computes for as long as a second."""
    began = time.process_time()
    yield
    assert time.process_time() - began < 1


def start(handmade: Handmade, states: dict[str, Any]) -> str:
    """Start an execution of a state machine of these states; return its ARN."""
    stepfunctions = handmade.stack.client("stepfunctions")
    definition = json.dumps({"StartAt": next(iter(states)), "States": states})
    machine = stepfunctions.create_state_machine(name="machine", definition=definition, roleArn=ROLE)
    execution = stepfunctions.start_execution(stateMachineArn=machine["stateMachineArn"])
    return str(execution["executionArn"])


def described(handmade: Handmade, execution: str) -> Any:
    return handmade.stack.client("stepfunctions").describe_execution(executionArn=execution)


def approval(handmade: Handmade, **more: Any) -> dict[str, Any]:
    """Return a state that sends its task token to the queue `approvals` and waits."""
    queue = handmade.queue("approvals")
    return {
        "Type": "Task",
        "Resource": WAIT_FOR_TOKEN,
        "Parameters": {
            "FunctionName": handmade.function("ask", ASKS),
            "Payload": {"queue": queue.url, "token.$": "$$.Task.Token"},
        },
        "End": True,
    } | more


def token(handmade: Handmade) -> str:
    """Return the task token that has been sent."""
    sqs = handmade.stack.client("sqs")
    url = sqs.get_queue_url(QueueName="approvals")["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    return message["Body"]


def test_a_quarter_of_an_hour_passes_everywhere_at_once(handmade: Handmade) -> None:
    stack = handmade.stack
    sqs, events = stack.client("sqs"), stack.client("events")
    in_flight, delayed, failing, ticks = (
        handmade.queue(name, VisibilityTimeout=300) for name in ("in-flight", "delayed", "failing", "ticks")
    )
    in_flight.send("seen")
    sqs.receive_message(QueueUrl=in_flight.url, VisibilityTimeout=600)
    delayed.send("later", DelaySeconds=600)
    handmade.feed(handmade.function("fail", "def handle(event, context): print('attempt'); 1 / 0"), failing)
    failing.send("again and again")
    handmade.function("now", "import time\n\ndef handle(event, context): return time.time()")
    events.put_rule(Name="tick", ScheduleExpression="rate(5 minutes)")
    events.put_targets(Rule="tick", Targets=[{"Id": "ticks", "Arn": ticks.arn}])
    waits = start(handmade, {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}})
    began = stack.clock.now()

    stack.clock.advance(minutes=15)

    assert in_flight.take() == ["seen"]
    assert delayed.take() == ["later"]
    assert handmade.printed("fail").count("attempt") == 4
    assert ticks.depth() == 3
    assert described(handmade, waits)["status"] == "SUCCEEDED"
    assert handmade.invoke("now") - began.timestamp() == 15 * 60
    assert (stack.clock.now() - began).total_seconds() == 15 * 60


def test_retries_over_an_hour_are_waited_for(handmade: Handmade) -> None:
    retry = {"ErrorEquals": ["ValueError"], "IntervalSeconds": 300, "BackoffRate": 2, "MaxAttempts": 4}
    work = handmade.function("work", FAILS_FOUR_TIMES)
    execution = start(handmade, {"Work": {"Type": "Task", "Resource": work, "Retry": [retry], "End": True}})

    # 5, 10, 20 and 40 minutes: the last attempt comes after an hour and a quarter.
    handmade.stack.clock.advance(hours=1, minutes=14)
    assert described(handmade, execution)["status"] == "RUNNING"
    handmade.stack.clock.advance(minutes=2)

    answer = described(handmade, execution)
    assert (answer["status"], answer["output"]) == ("SUCCEEDED", "5")


def test_an_approval_after_three_days_goes_through(handmade: Handmade) -> None:
    execution = start(handmade, {"Approve": approval(handmade, TimeoutSeconds=4 * 86_400)})

    handmade.stack.clock.advance(days=3)
    assert described(handmade, execution)["status"] == "RUNNING"
    handmade.stack.client("stepfunctions").send_task_success(taskToken=token(handmade), output='"yes"')
    handmade.stack.settle()

    answer = described(handmade, execution)
    assert (answer["status"], answer["output"]) == ("SUCCEEDED", '"yes"')
    assert (answer["stopDate"] - answer["startDate"]).days == 3


def test_a_token_is_worth_nothing_when_its_time_is_over(handmade: Handmade) -> None:
    stepfunctions = handmade.stack.client("stepfunctions")
    execution = start(handmade, {"Approve": approval(handmade, TimeoutSeconds=2 * 86_400)})
    handmade.stack.settle()
    late = token(handmade)

    handmade.stack.clock.advance(days=3)

    answer = described(handmade, execution)
    assert (answer["status"], answer["error"]) == ("FAILED", "States.Timeout")
    assert (answer["stopDate"] - answer["startDate"]).days == 2
    with pytest.raises(stepfunctions.exceptions.TaskTimedOut):
        stepfunctions.send_task_success(taskToken=late, output="{}")


def test_a_lease_ends_and_then_its_item_goes(handmade: Handmade) -> None:
    stack = handmade.stack
    dynamodb = stack.client("dynamodb")
    dynamodb.create_table(
        TableName="leases",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.update_time_to_live(
        TableName="leases", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"}
    )
    handmade.function("claim", CLAIMS)
    claim = {"until": int(stack.clock.now().timestamp()) + 900}

    assert handmade.invoke("claim", claim) == "mine"
    assert handmade.invoke("claim", claim) == "taken"
    stack.clock.advance(minutes=15, seconds=1)
    assert handmade.invoke("claim", claim | {"until": claim["until"] + 900}) == "mine"
    stack.clock.advance(days=2)

    assert dynamodb.scan(TableName="leases")["Items"] == []
