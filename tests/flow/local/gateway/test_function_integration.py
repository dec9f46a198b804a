import json
from typing import Any

import pytest

from local.gateway import Response
from tests.flow.local.gateway.rest_api import ALICE, JSON, HandmadeApi
from tests.flow.local.handmade import Handmade

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


@pytest.fixture
def echo(api: HandmadeApi, handmade: Handmade) -> HandmadeApi:
    """An API whose function returns the event it got."""
    arn = handmade.function("echo", ECHO)
    api.function("ANY", "/jobs/{id}", arn)
    api.function("POST", "/mine", arn, authorizationType="AWS_IAM")
    return api


def event_of(response: Response) -> dict[str, Any]:
    event = json.loads(response.body)
    assert isinstance(event, dict), response
    return event


def test_a_function_gets_the_whole_request_as_an_event(echo: HandmadeApi) -> None:
    echo.deploy(variables={"color": "blue"})
    event = event_of(
        echo.call(
            "PATCH",
            "/jobs/a%20b",
            '{"x": "\u00e9"}',
            headers={"X-Color": "red", "Accept": "*/*", "User-Agent": "test/1", **JSON},
            query="limit=1&limit=2&q=a%2Bb+c&empty=",
        )
    )

    trace = event["headers"].pop("X-Amzn-Trace-Id")
    assert trace.startswith("Root=1-")
    assert event["multiValueHeaders"].pop("X-Amzn-Trace-Id") == [trace]
    context = event.pop("requestContext")
    headers = {
        "Host": "127.0.0.1:8000",
        "X-Color": "red",
        "Accept": "*/*",
        "User-Agent": "test/1",
        "Content-Type": "application/json",
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Port": "8000",
        "X-Forwarded-Proto": "http",
    }
    assert event == {
        "resource": "/jobs/{id}",
        "path": "/jobs/a b",
        "httpMethod": "PATCH",
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {"limit": "2", "q": "a+b c", "empty": ""},
        "multiValueQueryStringParameters": {"limit": ["1", "2"], "q": ["a+b c"], "empty": [""]},
        "pathParameters": {"id": "a b"},
        "stageVariables": {"color": "blue"},
        "body": '{"x": "\u00e9"}',
        "isBase64Encoded": False,
    }
    assert context | {"resourceId": "", "requestId": "", "extendedRequestId": "", "deploymentId": ""} == {
        "accountId": "123456789012",
        "apiId": echo.id,
        "deploymentId": "",
        "domainName": "127.0.0.1:8000",
        "domainPrefix": "127",
        "extendedRequestId": "",
        "httpMethod": "PATCH",
        "identity": dict.fromkeys(
            [
                "accessKey",
                "accountId",
                "caller",
                "cognitoAuthenticationProvider",
                "cognitoAuthenticationType",
                "cognitoIdentityId",
                "cognitoIdentityPoolId",
                "principalOrgId",
                "user",
                "userArn",
            ]
        )
        | {"sourceIp": "127.0.0.1", "userAgent": "test/1"},
        "path": "/jobs/a%20b",
        "protocol": "HTTP/1.1",
        "requestId": "",
        "requestTime": "01/Jan/2030:00:00:00 +0000",
        "requestTimeEpoch": 1893456000000,
        "resourceId": "",
        "resourcePath": "/jobs/{id}",
        "stage": "dev",
    }


def test_what_a_request_lacks_is_null_in_the_event(echo: HandmadeApi) -> None:
    echo.deploy()

    event = event_of(echo.call("GET", "/jobs/1"))

    absent = ("body", "queryStringParameters", "multiValueQueryStringParameters", "stageVariables")
    assert [event[name] for name in absent] == [None] * 4


@pytest.mark.parametrize(("kind", "body"), [("image/png", "/wA="), ("text/plain", "\ufffd\x00")])
def test_only_a_binary_media_type_comes_as_base64(echo: HandmadeApi, kind: str, body: str) -> None:
    echo.binary("image/png")
    echo.deploy()

    event = event_of(echo.call("POST", "/jobs/1", b"\xff\x00", headers={"Content-Type": kind}))

    assert (event["body"], event["isBase64Encoded"]) == (body, kind == "image/png")


@pytest.mark.parametrize(("accept", "body"), [("image/png", b"\xff\x00"), ("text/plain", b"/wA=")])
def test_base64_is_decoded_for_who_accepts_a_binary_type(
    api: HandmadeApi, handmade: Handmade, accept: str, body: bytes
) -> None:
    api.function("POST", "/say", handmade.function("say", SAY))
    api.binary("image/png")
    api.deploy()

    said = json.dumps({"body": "/wA=", "isBase64Encoded": True})

    assert api.call("POST", "/say", said, headers={"Accept": f"{accept}, */*"}).body == body


def test_a_function_sees_who_signed_but_not_the_signature(echo: HandmadeApi) -> None:
    echo.deploy()

    event = event_of(echo.call("POST", "/mine", "{}", user=ALICE))

    identity = event["requestContext"]["identity"]
    assert identity["user"] == identity["caller"] == ALICE.user_id
    assert identity["userArn"] == ALICE.arn
    assert identity["accessKey"] == ALICE.access_key
    assert "Authorization" not in event["headers"]


def test_a_function_gives_status_headers_and_body(api: HandmadeApi, handmade: Handmade) -> None:
    api.function("POST", "/say", handmade.function("say", SAY))
    api.deploy()
    said = {
        "statusCode": "201",
        "headers": {"Location": "/1", "Flag": True, "set-cookie": "c=3", "Date": "never"},
        "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]},
        "body": "caf\u00e9",
    }

    response = api.call("POST", "/say", json.dumps(said))

    assert (response.status, response.body) == (201, "caf\u00e9".encode())
    assert [value for name, value in response.headers if name == "Set-Cookie"] == ["a=1", "b=2", "c=3"]
    assert response.header("Location") == "/1"
    assert response.header("Flag") == "true"
    assert response.header("Content-Type") == "application/json"
    assert response.header("x-amzn-Remapped-Date") == "never"
    assert response.header("X-Amzn-Trace-Id")


@pytest.mark.parametrize(
    "said",
    [
        '"text"',
        '{"statusCode": 200, "more": 1}',
        '{"statusCode": "ok"}',
        '{"body": {"not": "a string"}}',
        '{"headers": {"n": 1}}',
        '{"multiValueHeaders": {"n": "1"}}',
        "no json at all",
    ],
)
def test_a_malformed_answer_of_a_function_is_a_502(
    api: HandmadeApi, handmade: Handmade, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.function("POST", "/say", handmade.function("say", SAY))
    api.refusal("DEFAULT_5XX", responseTemplates={"application/json": '{"s":$context.error.messageString}'})
    api.deploy()

    response = api.call("POST", "/say", said)

    assert response.status == 502
    assert json.loads(response.body) == {"s": "Internal server error"}
    assert response.header("x-amzn-ErrorType") == "InternalServerErrorException"
    assert "say" in caplog.text


def test_a_function_that_fails_is_a_502(
    api: HandmadeApi, handmade: Handmade, caplog: pytest.LogCaptureFixture
) -> None:
    code = "def handle(event, context):\n    raise ValueError('for its own reasons')\n"
    api.function("GET", "/fail", handmade.function("fails", code))
    api.deploy()

    response = api.call("GET", "/fail")

    assert response.status == 502
    assert b"reasons" not in response.body
    assert "function:fails failed:" in caplog.text
    assert "for its own reasons" in caplog.text


@pytest.mark.parametrize("source", ["*/GET/other", "*/POST/say", "prod/GET/say"])
def test_a_function_that_this_method_may_not_invoke_is_an_error_of_the_api(
    api: HandmadeApi, handmade: Handmade, source: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.function("GET", "/say", handmade.function("say", SAY), source=source)
    api.deploy()

    assert api.call("GET", "/say").status == 500
    assert "API Gateway may not invoke the function" in caplog.text


def test_after_29_seconds_the_caller_waits_no_more(api: HandmadeApi, handmade: Handmade) -> None:
    slow = "import time\n\ndef handle(event, context):\n    time.sleep(60)\n    return {}\n"
    api.function("GET", "/slow", handmade.function("slow", slow, Timeout=90))
    api.deploy()
    before = api.stack.hub.now()

    response = api.call("GET", "/slow")

    assert response.status == 504
    assert json.loads(response.body) == {"message": "Endpoint request timed out"}
    assert api.stack.hub.now() - before == 29


def test_a_request_that_waits_holds_up_no_other(api: HandmadeApi, handmade: Handmade) -> None:
    slow = "import time\n\ndef handle(event, context):\n    time.sleep(20)\n    return {'body': 'slow'}\n"
    api.function("GET", "/slow", handmade.function("slow", slow, Timeout=90))
    api.mock("GET", "/quick", "quick")
    api.deploy()
    waiting = api.stack.hub.spawn(lambda: api.call("GET", "/slow"), "slow")
    api.stack.settle()

    assert api.call("GET", "/quick").body == b"quick"
    assert not waiting.done.is_set()
    api.stack.clock.advance(seconds=20)
    assert waiting.result().body == b"slow"
