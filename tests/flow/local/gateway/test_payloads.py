"""Text, bytes and Base64 through integrations without proxy, and how much of it."""

import base64
import json

import pytest

from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade

#: Returns the JSON text it gets, or the member `say` of the JSON object.
SAY = """
def handle(event, context):
    return event["say"] if isinstance(event, dict) else event
"""
PNG = "image/png"
BYTES = b'"\xff\x00"'
QUOTED = base64.b64encode(b'"hello"').decode()


@pytest.fixture
def binary(api: HandmadeApi, handmade: Handmade) -> HandmadeApi:
    """An API of which PNG is binary, with a function that says what it is told."""
    api.binary(PNG)
    handmade.function("say", SAY)
    return api


def say(api: HandmadeApi, path: str, *, asks: str | None = None, answers: str | None = None) -> None:
    """Put a POST that the function answers, converting the payload each way."""
    arn = api.stack.client("lambda").get_function(FunctionName="say")["Configuration"]["FunctionArn"]
    api.function("POST", path, arn)
    integration = {
        "type": "AWS",
        "integrationHttpMethod": "POST",
        "uri": f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations",
        "requestTemplates": {"text/x-templated": "$input.body"},
    }
    response = {"contentHandling": answers} if answers else {}
    api.method(
        "POST",
        path,
        integration | ({"contentHandling": asks} if asks else {}),
        responses={"200": response},
    )


@pytest.mark.parametrize(
    ("handling", "body", "kind", "said"),
    [
        ("CONVERT_TO_BINARY", QUOTED, "text/plain", '"hello"'),
        (None, '"hello"', "text/plain", '"hello"'),
        (None, '"hello"', PNG, '"hello"'),
        ("CONVERT_TO_BINARY", '"hello"', PNG, '"hello"'),
    ],
)
def test_a_request_s_payload_is_converted_by_its_type(
    binary: HandmadeApi, handling: str | None, body: str, kind: str, said: str
) -> None:
    say(binary, "/say", asks=handling)
    binary.deploy()

    assert binary.call("POST", "/say", body, headers={"Content-Type": kind}).body.decode() == said


def test_bytes_become_base64_where_text_is_wanted(binary: HandmadeApi, handmade: Handmade) -> None:
    queue = handmade.queue("work")
    binary.queue(
        "POST",
        "/send",
        "work",
        "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
        integration={
            "contentHandling": "CONVERT_TO_TEXT",
            "requestTemplates": {PNG: "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"},
        },
        responses={"200": {}},
    )
    binary.deploy()

    assert binary.call("POST", "/send", BYTES, headers={"Content-Type": PNG}).status == 200
    assert [base64.b64decode(body) for body in queue.take()] == [BYTES]


@pytest.mark.parametrize(
    ("handling", "accept", "answered"),
    [
        (None, "text/plain", b'"aGVsbG8="'),
        ("CONVERT_TO_TEXT", PNG, b'"aGVsbG8="'),
    ],
)
def test_an_answer_is_converted_by_what_is_accepted(
    binary: HandmadeApi, handling: str | None, accept: str, answered: bytes
) -> None:
    say(binary, "/say", answers=handling)
    binary.deploy()

    response = binary.call("POST", "/say", '{"say": "aGVsbG8="}', headers={"Accept": accept})

    assert response.body == answered


def test_an_answer_that_is_no_base64_is_an_error_of_the_api(binary: HandmadeApi) -> None:
    say(binary, "/say", answers="CONVERT_TO_BINARY")
    binary.deploy()

    assert binary.call("POST", "/say", '{"say": "?"}').status == 500


def test_request_line_and_headers_together_are_at_most_10240_bytes(api: HandmadeApi) -> None:
    api.mock("GET", "/it", "ok")
    api.deploy()

    assert api.call("GET", "/it", headers={"Long": "x" * 10_100}).status == 200
    refused = api.call("GET", "/it", headers={"Long": "x" * 10_240})
    assert (refused.status, json.loads(refused.body)) == (413, {"message": "Request Too Long"})


def test_an_answer_over_10_mb_is_an_error_of_the_api(api: HandmadeApi, handmade: Handmade) -> None:
    s3 = api.stack.client("s3")
    s3.create_bucket(Bucket="files")
    s3.put_object(Bucket="files", Key="fits", Body=b"x" * (10 * 1024 * 1024))
    s3.put_object(Bucket="files", Key="large", Body=b"x" * (10 * 1024 * 1024 + 1))
    for key in ("fits", "large"):
        api.queue(
            "GET",
            f"/{key}",
            "work",
            "",
            integration={
                "uri": f"arn:aws:apigateway:us-east-1:s3:path/files/{key}",
                "integrationHttpMethod": "GET",
                "requestTemplates": {},
                "passthroughBehavior": "WHEN_NO_MATCH",
            },
            responses={"200": {}},
        )
    api.deploy()

    assert len(api.call("GET", "/fits").body) == 10 * 1024 * 1024
    assert api.call("GET", "/large").status == 500
