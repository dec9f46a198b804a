"""Asynchronous invocations: tries, destinations, dead letters."""

import json
from typing import Any

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour

ERRORS = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"
RECORDS = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"
CONFIGURE = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html"

FAILS = "def handle(event, context):\n    raise ValueError('no')\n"


def invoke(aws: Aws, function: str, event: object = None) -> str:
    """Invoke a function asynchronously; return the request's id."""
    answer = aws.client("lambda").invoke(
        FunctionName=function, InvocationType="Event", Payload=json.dumps(event)
    )
    return str(answer["ResponseMetadata"]["RequestId"])


def configure(aws: Aws, function: str, **config: Any) -> None:
    aws.client("lambda").put_function_event_invoke_config(FunctionName=function, **config)


def received(aws: Aws, queue: Queue, within: float) -> Any:
    """Return the first message that comes into a queue."""

    def look() -> Any:
        answer = aws.client("sqs").receive_message(QueueUrl=queue.url, MessageAttributeNames=["All"])
        return answer.get("Messages")

    return aws.eventually(look, within=within)[0]


@behaviour(
    ERRORS,
    "If the function returns an error, by default Lambda attempts to run it two more times, with a "
    "one-minute wait between the first two attempts, and two minutes between the second and third "
    "attempts.",
)
def test_an_event_is_tried_three_times_and_then_told_to_the_failure_destination(aws: Aws) -> None:
    queue, function = aws.queue(), aws.function(FAILS)
    configure(aws, function, DestinationConfig={"OnFailure": {"Destination": queue.arn}})
    invoke(aws, function, {"n": 1})
    record = json.loads(received(aws, queue, within=300)["Body"])
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 3
    assert record["requestPayload"] == {"n": 1}


@behaviour(RECORDS, "The invocation record contains details about the request and response in JSON format.")
def test_the_record_of_a_failure_has_the_request_the_response_and_the_error(aws: Aws) -> None:
    queue, function = aws.queue(), aws.function(FAILS)
    destinations = {"OnFailure": {"Destination": queue.arn}}
    configure(aws, function, MaximumRetryAttempts=0, DestinationConfig=destinations)
    invoke(aws, function)
    record = json.loads(received(aws, queue, within=60)["Body"])
    assert record["version"] == "1.0"
    assert record["requestContext"]["functionArn"].endswith(f":function:{function}:$LATEST")
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["responsePayload"]["errorType"] == "ValueError"


@behaviour(
    RECORDS,
    "On success: Send a record when the function successfully processes an asynchronous invocation.",
)
def test_a_success_is_told_to_the_success_destination(aws: Aws) -> None:
    queue, function = aws.queue(), aws.function("def handle(event, context):\n    return [event]\n")
    configure(aws, function, DestinationConfig={"OnSuccess": {"Destination": queue.arn}})
    invoke(aws, function, 7)
    record = json.loads(received(aws, queue, within=60)["Body"])
    assert record["requestContext"]["condition"] == "Success"
    assert (record["requestPayload"], record["responsePayload"]) == (7, [7])


@behaviour(
    CONFIGURE,
    "Retry attempts: The number of times Lambda retries when the function returns an error, between 0 and 2.",
)
def test_a_function_can_have_no_retries(aws: Aws) -> None:
    queue, function = aws.queue(), aws.function(FAILS)
    destinations = {"OnFailure": {"Destination": queue.arn}}
    configure(aws, function, MaximumRetryAttempts=0, DestinationConfig=destinations)
    invoke(aws, function)
    record = json.loads(received(aws, queue, within=60)["Body"])
    assert record["requestContext"]["approximateInvokeCount"] == 1


@behaviour(
    RECORDS,
    "Lambda sends the event to the dead-letter queue as-is, with additional information in attributes: "
    "RequestID, ErrorCode (the HTTP status code), ErrorMessage (the first 1 KB of the error message).",
)
def test_a_dead_letter_is_the_event_with_its_error_in_the_attributes(aws: Aws) -> None:
    queue = aws.queue()
    function = aws.function(FAILS, DeadLetterConfig={"TargetArn": queue.arn})
    configure(aws, function, MaximumRetryAttempts=0)
    invoke(aws, function, {"n": 1})
    message = received(aws, queue, within=60)
    assert json.loads(message["Body"]) == {"n": 1}
    values = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert set(values) == {"RequestID", "ErrorCode", "ErrorMessage"}
    assert (values["ErrorCode"], values["ErrorMessage"]) == ("200", "no")
