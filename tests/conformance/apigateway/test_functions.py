"""Methods that a Lambda function answers."""

import json
from typing import Any

import pytest

from tests.conformance.apigateway.rest_api import RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
PROXY = f"{GUIDE}/set-up-lambda-proxy-integrations.html"
ECHO = """
import json

def handle(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}
"""
SAY = """
import json

def handle(event, context):
    return json.loads(event["body"])
"""
TAKE_OR_FAIL = """
def handle(event, context):
    if "fail" in event:
        raise ValueError("Not found: " + event["fail"])
    return {"took": event}
"""
TELL = """
import json, os
import boto3

def handle(event, context):
    boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=json.dumps(event))
    return "nobody hears it"
"""
SLEEP = """
import time

def handle(event, context):
    time.sleep(1)
    return {"statusCode": 200}
"""


@behaviour(
    PROXY,
    "In Lambda proxy integration, API Gateway maps the entire client request to the input event "
    "parameter of the backend Lambda function.",
)
def test_a_function_gets_the_whole_request(aws: Aws) -> None:
    api = RestApi(aws)
    api.function("ANY", "/it/{id}", aws.function(ECHO))
    api.deploy(variables={"color": "red"})

    event: Any = api.call("PUT", "/it/a%20b?q=1&q=2", "text", headers={"X-Who": "me"}).json()

    assert (event["resource"], event["path"], event["httpMethod"]) == ("/it/{id}", "/it/a b", "PUT")
    assert event["pathParameters"] == {"id": "a b"}
    assert event["queryStringParameters"] == {"q": "2"}
    assert event["multiValueQueryStringParameters"] == {"q": ["1", "2"]}
    assert event["stageVariables"] == {"color": "red"}
    assert (event["body"], event["isBase64Encoded"]) == ("text", False)
    assert event["requestContext"]["stage"] == "test"


@behaviour(
    PROXY,
    "In Lambda proxy integration, API Gateway requires the backend Lambda function to return output "
    "according to the following JSON format: isBase64Encoded, statusCode, headers, multiValueHeaders, "
    "body.",
)
def test_a_function_says_what_is_answered(aws: Aws) -> None:
    api = RestApi(aws)
    api.function("POST", "/say", aws.function(SAY))
    api.deploy()
    said = {"statusCode": 201, "headers": {"a": "1"}, "multiValueHeaders": {"b": ["2", "3"]}, "body": "made"}

    response = api.call("POST", "/say", said)

    assert (response.status_code, response.text, response.headers["a"]) == (201, "made", "1")
    assert response.headers.get_list("b") == ["2", "3"]


@behaviour(
    PROXY,
    "If the function output is of a different format, API Gateway returns a 502 Bad Gateway error response.",
)
@pytest.mark.parametrize("said", ['"text"', '{"body": {"no": "text"}}', '{"statusCode": 200, "other": 1}'])
def test_output_of_another_format_is_a_502(aws: Aws, said: str) -> None:
    api = RestApi(aws)
    api.function("POST", "/say", aws.function(SAY))
    api.deploy()

    response = api.call("POST", "/say", said)

    assert (response.status_code, response.json()) == (502, {"message": "Internal server error"})


@behaviour(
    f"{GUIDE}/lambda-proxy-binary-media.html",
    "To return binary media from an AWS Lambda proxy integration, base64 encode the response from your "
    "Lambda function. You must also configure your API's binary media types.",
)
def test_binary_payloads_are_base64_for_a_function(aws: Aws) -> None:
    api = RestApi(aws, binaryMediaTypes=["image/png"])
    api.function("POST", "/echo", aws.function(ECHO))
    api.function("POST", "/say", aws.function(SAY))
    api.deploy()

    event = api.call("POST", "/echo", b"\xff\x00", headers={"Content-Type": "image/png"}).json()
    said = {"statusCode": 200, "body": "/wA=", "isBase64Encoded": True}
    answered = api.call("POST", "/say", said, headers={"Accept": "image/png"}).content

    assert (event["body"], event["isBase64Encoded"]) == ("/wA=", True)
    assert answered == b"\xff\x00"


@behaviour(
    f"{GUIDE}/handle-errors-in-lambda-integration.html",
    "At runtime, API Gateway matches the Lambda error's errorMessage against the pattern of the "
    "regular expression on the selectionPattern property.",
)
def test_the_error_of_a_function_selects_the_response(aws: Aws) -> None:
    api = RestApi(aws)
    error = {
        "selectionPattern": "Not found.*",
        "responseTemplates": {"application/json": "$input.path('$.errorMessage')"},
    }
    api.function("POST", "/take", aws.function(TAKE_OR_FAIL), kind="AWS", responses={"200": {}, "404": error})
    api.deploy()

    took, failed = api.call("POST", "/take", {"a": 1}), api.call("POST", "/take", {"fail": "it"})

    assert (took.status_code, took.json()) == (200, {"took": {"a": 1}})
    assert (failed.status_code, failed.text) == (404, "Not found: it")


@behaviour(
    f"{GUIDE}/set-up-lambda-integration-async.html",
    "In Integration Request, add an X-Amz-Invocation-Type header with a static value of 'Event'.",
)
def test_a_function_is_invoked_asynchronously(aws: Aws) -> None:
    api, out = RestApi(aws), aws.queue()
    integration = {"requestParameters": {"integration.request.header.X-Amz-Invocation-Type": "'Event'"}}
    function = aws.function(TELL, Environment={"Variables": {"OUT": out.url}})
    api.function("POST", "/tell", function, kind="AWS", integration=integration, responses={"202": {}})
    api.deploy()

    response = api.call("POST", "/tell", {"a": 1})

    received = aws.eventually(
        lambda: aws.client("sqs").receive_message(QueueUrl=out.url).get("Messages"), within=60
    )
    assert (response.status_code, response.content) == (202, b"")
    assert [json.loads(message["Body"]) for message in received] == [{"a": 1}]


@behaviour(
    f"{GUIDE}/supported-gateway-response-types.html",
    "INTEGRATION_TIMEOUT (504): The gateway response for an integration timed out error.",
)
def test_a_function_slower_than_the_integration_s_timeout_is_a_504(aws: Aws) -> None:
    api = RestApi(aws)
    api.function("GET", "/slow", aws.function(SLEEP, Timeout=5), integration={"timeoutInMillis": 50})
    api.deploy()

    response = api.call("GET", "/slow")

    assert (response.status_code, response.json()) == (504, {"message": "Endpoint request timed out"})
