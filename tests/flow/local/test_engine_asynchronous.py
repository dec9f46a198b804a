"""Asynchronous invocations: how often they are tried, and who hears how they ended."""

import json
from typing import Any

import pytest

from tests.flow.local.handmade import Handmade

FAILS = "import time\ndef handle(event, context):\n    print(time.time())\n    raise ValueError('no')\n"


def send(handmade: Handmade, event: object = None) -> None:
    """Invoke "f" asynchronously, and let seven hours pass."""
    handmade.stack.client("lambda").invoke(
        FunctionName="f", InvocationType="Event", Payload=json.dumps(event)
    )
    handmade.stack.clock.advance(hours=7)


def tries(handmade: Handmade) -> list[float]:
    """Return when "f" was tried, in seconds since the first try."""
    times = [float(line) for line in handmade.printed("f") if line[0].isdigit()]
    return [time - times[0] for time in times]


def configure(handmade: Handmade, **config: Any) -> None:
    handmade.stack.client("lambda").put_function_event_invoke_config(FunctionName="f", **config)


def test_an_event_whose_function_fails_is_tried_three_times(handmade: Handmade) -> None:
    handmade.function("f", FAILS)
    send(handmade)
    assert tries(handmade) == [0, 60, 180]


@pytest.mark.parametrize(("retries", "times"), [(0, [0]), (1, [0, 60])])
def test_a_function_can_have_fewer_retries(handmade: Handmade, retries: int, times: list[float]) -> None:
    handmade.function("f", FAILS)
    configure(handmade, MaximumRetryAttempts=2)
    configure(handmade, MaximumRetryAttempts=retries)
    send(handmade)
    assert tries(handmade) == times


def test_all_tries_of_an_event_have_one_request_id(handmade: Handmade) -> None:
    handmade.function("f", "def handle(event, context):\n    print(context.aws_request_id)\n    1 / 0\n")
    send(handmade)
    assert len({line for line in handmade.printed("f") if line.count("-") == 4}) == 1


def test_an_event_that_is_too_old_is_given_up(handmade: Handmade) -> None:
    queue = handmade.queue("failures")
    handmade.function("f", FAILS)
    destinations = {"OnFailure": {"Destination": queue.arn}}
    configure(handmade, MaximumEventAgeInSeconds=90, DestinationConfig=destinations)
    send(handmade)
    assert tries(handmade) == [0, 60]
    (record,) = map(json.loads, queue.take())
    assert record["requestContext"]["condition"] == "EventAgeExceeded"


def test_a_failure_is_told_to_its_destination(handmade: Handmade) -> None:
    queue = handmade.queue("failures")
    arn = handmade.function("f", FAILS)
    configure(handmade, DestinationConfig={"OnFailure": {"Destination": queue.arn}})
    send(handmade, {"n": 1})
    (record,) = map(json.loads, queue.take())
    assert record["version"] == "1.0"
    assert record["timestamp"] == "2030-01-01T00:03:00.000Z"
    context = record["requestContext"]
    assert (context["functionArn"], context["condition"]) == (f"{arn}:$LATEST", "RetriesExhausted")
    assert context["approximateInvokeCount"] == 3
    assert record["requestPayload"] == {"n": 1}
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorType"] == "ValueError"
    assert record["responsePayload"]["requestId"] == context["requestId"]


def test_a_success_is_told_to_its_destination_alone(handmade: Handmade) -> None:
    failures, successes = handmade.queue("failures"), handmade.queue("successes")
    handmade.function("f", "def handle(event, context):\n    return {'twice': event * 2}\n")
    destinations = {"OnFailure": {"Destination": failures.arn}, "OnSuccess": {"Destination": successes.arn}}
    configure(handmade, DestinationConfig=destinations)
    send(handmade, 21)
    (record,) = map(json.loads, successes.take())
    assert record["requestContext"]["condition"] == "Success"
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}
    assert record["responsePayload"] == {"twice": 42}
    assert failures.depth() == 0


def test_a_destination_can_be_a_function_a_topic_or_an_event_bus(handmade: Handmade) -> None:
    client, queue = handmade.stack.client, handmade.queue("heard")
    other = handmade.function("other", "def handle(event, context):\n    print(event['requestPayload'])\n")
    topic = client("sns").create_topic(Name="topic")["TopicArn"]
    client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes={"RawMessageDelivery": "true"}
    )
    bus = client("events").create_event_bus(Name="bus")["EventBusArn"]
    pattern = {"detail-type": ["Lambda Function Invocation Result - Success"], "source": ["lambda"]}
    client("events").put_rule(Name="rule", EventBusName="bus", EventPattern=json.dumps(pattern))
    client("events").put_targets(
        Rule="rule", EventBusName="bus", Targets=[{"Id": "1", "Arn": queue.arn, "InputPath": "$.detail"}]
    )
    handmade.function("f", "def handle(event, context):\n    return None\n")
    for destination in (other, topic, bus):
        configure(handmade, DestinationConfig={"OnSuccess": {"Destination": destination}})
        send(handmade, f"to {destination.split(':')[2]}")
    assert handmade.printed("other") == ["to lambda"]
    assert [json.loads(body)["requestPayload"] for body in queue.take()] == ["to sns", "to events"]


def test_a_failed_event_is_in_the_functions_dead_letter_queue(handmade: Handmade) -> None:
    queue = handmade.queue("dead")
    handmade.function("f", FAILS, DeadLetterConfig={"TargetArn": queue.arn})
    send(handmade, {"n": 1})
    (message,) = handmade.stack.client("sqs").receive_message(
        QueueUrl=queue.url, MessageAttributeNames=["All"]
    )["Messages"]
    assert json.loads(message["Body"]) == {"n": 1}
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert (attributes["ErrorCode"], attributes["ErrorMessage"]) == ("200", "no")
    assert attributes["RequestID"]


def test_a_throttled_event_waits_until_the_function_may_run(handmade: Handmade) -> None:
    handmade.function(
        "f",
        "import time\ndef handle(event, context):\n    print(time.time())\n    time.sleep(600)\n",
        Timeout=900,
    )
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    lambda_.invoke(FunctionName="f", InvocationType="Event")
    send(handmade)
    first, second = tries(handmade)
    assert 600 <= second - first <= 900


def test_events_of_a_function_that_may_not_run_are_failures_at_once(handmade: Handmade) -> None:
    queue = handmade.queue("dead")
    handmade.function("f", FAILS, DeadLetterConfig={"TargetArn": queue.arn})
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    lambda_.invoke(FunctionName="f", InvocationType="Event")
    handmade.stack.settle()
    assert queue.depth() == 1


def test_a_destination_the_role_may_not_reach_is_not_told_and_the_log_says_why(handmade: Handmade) -> None:
    queue = handmade.queue("failures")
    handmade.function("f", FAILS)
    configure(handmade, DestinationConfig={"OnFailure": {"Destination": queue.arn}})
    handmade.stack.client("iam").delete_role_policy(RoleName="handmade", PolicyName="anything")
    send(handmade)
    assert queue.take() == []
    assert [line for _, line in handmade.log if "not authorized to perform: sqs:sendmessage" in line]


def test_events_of_a_function_that_is_deleted_are_dropped_and_the_stack_goes_on(handmade: Handmade) -> None:
    queue = handmade.queue("dead")
    handmade.function("f", FAILS, DeadLetterConfig={"TargetArn": queue.arn})
    lambda_ = handmade.stack.client("lambda")
    lambda_.invoke(FunctionName="f", InvocationType="Event")
    handmade.stack.settle()
    lambda_.delete_function(FunctionName="f")
    handmade.stack.clock.advance(hours=7)
    assert tries(handmade) == [0]
    assert queue.depth() == 0


def test_a_result_that_is_no_json_is_told_as_text(handmade: Handmade) -> None:
    queue = handmade.queue("successes")
    handmade.function("f", "def handle(event, context):\n    return b'<a/>'\n")
    configure(handmade, DestinationConfig={"OnSuccess": {"Destination": queue.arn}})
    send(handmade)
    (record,) = map(json.loads, queue.take())
    assert record["responsePayload"] == "<a/>"


def test_a_failure_can_be_told_to_a_bucket(handmade: Handmade) -> None:
    s3 = handmade.stack.client("s3")
    s3.create_bucket(Bucket="failures")
    handmade.function("f", FAILS)
    configure(handmade, DestinationConfig={"OnFailure": {"Destination": "arn:aws:s3:::failures"}})
    send(handmade)
    (found,) = s3.list_objects_v2(Bucket="failures")["Contents"]
    assert found["Key"].startswith("aws/lambda/async/f/2030/01/01/2030-01-01T00.03.00-")
    record = json.loads(s3.get_object(Bucket="failures", Key=found["Key"])["Body"].read())
    assert record["requestContext"]["condition"] == "RetriesExhausted"


@pytest.mark.parametrize(
    ("condition", "arn"),
    [
        ("OnSuccess", "arn:aws:kinesis:us-east-1:123456789012:stream/s"),
        ("OnFailure", "arn:aws:states:us-east-1:123456789012:stateMachine:m"),
        ("OnSuccess", "arn:aws:s3:::bucket"),
    ],
)
def test_a_destination_lambda_does_not_know_is_refused(handmade: Handmade, condition: str, arn: str) -> None:
    handmade.function("f", "def handle(event, context):\n    return 1\n")
    refused = handmade.stack.client("lambda").exceptions.InvalidParameterValueException
    with pytest.raises(refused, match=condition):
        configure(handmade, DestinationConfig={condition: {"Destination": arn}})
    send(handmade)
    assert handmade.invoke("f") == 1


def test_dead_letters_go_to_queues_and_topics_only(handmade: Handmade) -> None:
    handmade.function("f", FAILS)
    lambda_ = handmade.stack.client("lambda")
    with pytest.raises(
        lambda_.exceptions.InvalidParameterValueException, match="neither a queue nor a topic"
    ):
        lambda_.update_function_configuration(
            FunctionName="f",
            DeadLetterConfig={"TargetArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s"},
        )
    assert "DeadLetterConfig" not in lambda_.get_function_configuration(FunctionName="f")
