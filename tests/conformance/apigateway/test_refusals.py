"""What API Gateway itself answers: gateway responses, limits, throttling, API keys."""

from typing import Any

from tests.conformance.apigateway.rest_api import SETTLING, RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"


@behaviour(
    f"{GUIDE}/api-gateway-gatewayResponse-definition.html",
    "A gateway response has a status code, headers and a body template, in which variables are put in.",
)
def test_a_gateway_response_is_the_api_s_own(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/here")
    api.control.put_gateway_response(
        restApiId=api.id,
        responseType="MISSING_AUTHENTICATION_TOKEN",
        statusCode="404",
        responseParameters={
            "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
            "gatewayresponse.header.Asked": "method.request.querystring.q",
        },
        responseTemplates={
            "application/json": '{"type":"$context.error.responseType","at":"$context.stage"}'
        },
    )
    api.deploy()

    response = api.call("GET", "/none?q=1")

    assert response.status_code == 404
    assert response.json() == {"type": "MISSING_AUTHENTICATION_TOKEN", "at": "test"}
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Asked"] == "1"


@behaviour(
    f"{GUIDE}/supported-gateway-response-types.html",
    "DEFAULT_4XX: the default gateway response for an unspecified response type with a status of 4XX.",
)
def test_a_type_without_its_own_response_falls_back_to_the_default(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/here")
    api.control.put_gateway_response(
        restApiId=api.id,
        responseType="DEFAULT_4XX",
        responseTemplates={"application/json": '{"said":$context.error.messageString}'},
    )
    api.deploy()

    response = api.call("GET", "/none")

    assert (response.status_code, response.json()) == (403, {"said": "Missing Authentication Token"})


@behaviour(
    f"{GUIDE}/api-gateway-execution-service-limits-table.html",
    "Payload size: 10 MB. (REQUEST_TOO_LARGE: 413.)",
)
def test_a_body_over_10_mb_is_too_large(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("POST", "/it", "ok")
    api.deploy()

    response = api.call("POST", "/it", b"x" * (10 * 1024 * 1024 + 1))

    assert response.status_code == 413


@behaviour(
    f"{GUIDE}/api-gateway-request-throttling.html",
    "When request submissions exceed the steady-state request rate and burst limits, clients receive "
    "429 Too Many Requests error responses.",
)
def test_more_than_the_burst_is_throttled(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/it", "ok")
    api.deploy()
    api.change_stage(**{"/*/*/throttling/rateLimit": "1", "/*/*/throttling/burstLimit": "2"})

    responses = [api.call("GET", "/it") for _ in range(4)]

    assert responses[0].status_code == 200
    assert responses[-1].status_code == 429
    assert responses[-1].json() == {"message": "Too Many Requests"}
    assert responses[-1].headers["x-amzn-ErrorType"] == "TooManyRequestsException"


def guarded(aws: Aws, **plan: Any) -> tuple[RestApi, str]:
    """Return an API whose GET /it wants an API key, and a key of a usage plan for it."""
    api = RestApi(aws)
    api.mock("GET", "/it", "$context.identity.apiKey", apiKeyRequired=True)
    api.deploy()
    key = api.control.create_api_key(name=aws.unique("key"), enabled=True)
    made = api.control.create_usage_plan(
        name=aws.unique("plan"), apiStages=[{"apiId": api.id, "stage": "test"}], **plan
    )
    api.control.create_usage_plan_key(usagePlanId=made["id"], keyId=key["id"], keyType="API_KEY")
    aws.wait(SETTLING)
    return api, key["value"]


@behaviour(
    f"{GUIDE}/api-gateway-api-key-source.html",
    "HEADER: API Gateway reads the API key from the X-API-Key header of a request. (INVALID_API_KEY: 403.)",
)
def test_a_method_that_requires_a_key_is_forbidden_without_one(aws: Aws) -> None:
    api, key = guarded(aws)

    assert api.call("GET", "/it", headers={"X-API-Key": key}).text == key
    for wrong in ({}, {"X-API-Key": "x" * 40}):
        response = api.call("GET", "/it", headers=wrong)
        assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})
        assert response.headers["x-amzn-ErrorType"] == "ForbiddenException"


@behaviour(
    f"{GUIDE}/api-gateway-api-usage-plans.html",
    "A quota limit sets the target maximum number of requests with a given API key within a time interval. "
    "(QUOTA_EXCEEDED: 429.)",
)
def test_more_than_the_quota_of_a_key_is_refused(aws: Aws) -> None:
    api, key = guarded(aws, quota={"limit": 2, "period": "DAY"})

    responses = [api.call("GET", "/it", headers={"X-API-Key": key}) for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert responses[-1].json() == {"message": "Limit Exceeded"}
    assert responses[-1].headers["x-amzn-ErrorType"] == "LimitExceededException"


@behaviour(
    f"{GUIDE}/api-gateway-api-usage-plans.html",
    "A throttling limit sets the target point at which request throttling should start, for each API key.",
)
def test_a_key_is_throttled_by_its_plan(aws: Aws) -> None:
    api, key = guarded(aws, throttle={"rateLimit": 1, "burstLimit": 1})

    responses = [api.call("GET", "/it", headers={"X-API-Key": key}) for _ in range(3)]

    assert responses[0].status_code == 200
    assert (responses[-1].status_code, responses[-1].json()) == (429, {"message": "Too Many Requests"})
