"""The operation Invoke."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.invoking import fail

INVOKE = "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"
LIMITS = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
CONCURRENCY = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"
ERRORS = "https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html"
VARIABLES = "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"

ECHO = "def handle(event, context):\n    return event\n"


@behaviour(
    INVOKE,
    "RequestResponse (default): Invoke the function synchronously. The API response includes the "
    "function response and additional data. ExecutedVersion: the version of the function that executed.",
)
def test_a_synchronous_invocation_answers_with_the_result_and_the_version(aws: Aws) -> None:
    answer = aws.client("lambda").invoke(FunctionName=aws.function(ECHO), Payload=b'{"n": [1, "\xc3\xa9"]}')
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert json.loads(answer["Payload"].read()) == {"n": [1, "é"]}


@behaviour(
    INVOKE,
    "Event: Invoke the function asynchronously. The API response only includes a status code.",
)
def test_an_asynchronous_invocation_answers_at_once_with_a_status_alone(aws: Aws) -> None:
    function = aws.function("import time\ndef handle(event, context):\n    time.sleep(2)\n", Timeout=10)
    answer = aws.client("lambda").invoke(FunctionName=function, InvocationType="Event", Payload=b"{}")
    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")


@behaviour(
    INVOKE,
    "DryRun: Validate parameter values and verify that the user or role has permission to invoke the "
    "function. For the DryRun invocation type, the status code is 204.",
)
def test_a_dry_run_runs_nothing(aws: Aws) -> None:
    function = aws.function("def handle(event, context):\n    raise ValueError\n")
    answer = aws.client("lambda").invoke(FunctionName=function, InvocationType="DryRun", Payload=b"{}")
    assert (answer["StatusCode"], answer["Payload"].read()) == (204, b"")


@behaviour(
    INVOKE,
    "The status code in the API response doesn't reflect function errors. FunctionError: if present, "
    "indicates that an error occurred during function execution.",
)
def test_a_function_error_has_status_200_and_a_function_error(aws: Aws) -> None:
    function = aws.function("def handle(event, context):\n    raise KeyError('sku')\n")
    answer = aws.client("lambda").invoke(FunctionName=function)
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")


@behaviour(
    ERRORS,
    "When your code raises an error, Lambda generates a JSON representation of the error: "
    "errorMessage, errorType, requestId, stackTrace.",
)
def test_an_exception_is_described_with_message_type_request_and_stack(aws: Aws) -> None:
    error = fail(aws, aws.function("def handle(event, context):\n    return event['sku']\n"), {})
    assert (error["errorMessage"], error["errorType"]) == ("'sku'", "KeyError")
    assert len(error["requestId"]) == 36
    (frame,) = error["stackTrace"]
    assert "index.py" in frame
    assert "line 2, in handle" in frame


@behaviour(
    INVOKE,
    "InvalidRequestContentException: The request body could not be parsed as JSON, or a request header "
    "is invalid. HTTP Status Code: 400",
)
def test_a_payload_that_is_no_json_is_refused(aws: Aws) -> None:
    function = aws.function(ECHO)
    with pytest.raises(ClientError) as refused:
        aws.client("lambda").invoke(FunctionName=function, Payload=b"{")
    assert refused.value.response["Error"]["Code"] == "InvalidRequestContentException"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@behaviour(
    INVOKE,
    "RequestTooLargeException: The request payload exceeded the Invoke request body JSON input quota. "
    "HTTP Status Code: 413",
)
def test_a_request_over_six_megabytes_is_refused(aws: Aws) -> None:
    function = aws.function(ECHO)
    with pytest.raises(ClientError) as refused:
        aws.client("lambda").invoke(FunctionName=function, Payload=b'"' + b"x" * 6_291_456 + b'"')
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


@behaviour(
    LIMITS, "Invocation payload (request and response): 6 MB each for request and response (synchronous)."
)
def test_a_response_over_six_megabytes_is_an_error(aws: Aws) -> None:
    error = fail(aws, aws.function("def handle(event, context):\n    return 'x' * 6_300_000\n"))
    assert error["errorType"] == "Function.ResponseSizeTooLarge"


@behaviour(
    INVOKE,
    "ResourceNotFoundException: The resource specified in the request does not exist. HTTP Status Code: 404",
)
def test_a_function_that_does_not_exist_is_not_found(aws: Aws) -> None:
    with pytest.raises(ClientError) as refused:
        aws.client("lambda").invoke(FunctionName=aws.unique("nobody"))
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


@behaviour(
    CONCURRENCY,
    "To throttle a function, set the reserved concurrency to zero. This stops any events from being "
    "processed until you remove the limit.",
)
def test_a_function_without_concurrency_is_throttled(aws: Aws) -> None:
    function = aws.function(ECHO)
    lambda_ = aws.client("lambda")
    lambda_.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    with pytest.raises(ClientError) as refused:
        lambda_.invoke(FunctionName=function)
    assert refused.value.response["Error"]["Code"] == "TooManyRequestsException"


@behaviour(
    VARIABLES,
    "The keys for these environment variables are reserved and cannot be set in your function configuration.",
)
def test_reserved_variables_cannot_be_set(aws: Aws) -> None:
    with pytest.raises(ClientError, match="reserved keys") as refused:
        aws.function(ECHO, Environment={"Variables": {"AWS_REGION": "eu-central-1"}})
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"


@behaviour(
    LIMITS,
    "Function environment variables: 4 KB, for all environment variables associated with the function, "
    "in aggregate.",
)
def test_variables_beyond_four_kilobytes_are_refused(aws: Aws) -> None:
    with pytest.raises(ClientError, match="4KB") as refused:
        aws.function(ECHO, Environment={"Variables": {"LONG": "x" * 4097}})
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValueException"
