"""Cross-origin requests, with the methods and templates that the CDK makes for them."""

import pytest

from tests.flow.local.gateway.rest_api import ALICE, HandmadeApi

#: What `default_cors_preflight_options` makes of two origins.
SECOND_ORIGIN = """#set($origin = $input.params().header.get("Origin"))
#if($origin == "")
  #set($origin = $input.params().header.get("origin"))
#end
#if($origin == "https://b.example")
  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end"""
HEADERS = {
    "Access-Control-Allow-Headers": "'Content-Type,X-Amz-Date,Authorization,X-Api-Key'",
    "Access-Control-Allow-Origin": "'https://a.example'",
    "Vary": "'Origin'",
    "Access-Control-Allow-Methods": "'GET,POST'",
    "Access-Control-Allow-Credentials": "'true'",
    "Access-Control-Max-Age": "'3600'",
}


@pytest.fixture
def shared(api: HandmadeApi) -> HandmadeApi:
    """An API whose signed GET /jobs two origins may call."""
    api.mock("GET", "/jobs", "ok", authorizationType="AWS_IAM")
    api.method(
        "OPTIONS",
        "/jobs",
        {"type": "MOCK", "requestTemplates": {"application/json": "{ statusCode: 200 }"}},
        responses={
            "204": {
                "responseParameters": {
                    f"method.response.header.{name}": value for name, value in HEADERS.items()
                },
                "responseTemplates": {"application/json": SECOND_ORIGIN},
            }
        },
    )
    api.refusal(
        "DEFAULT_4XX", responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}
    )
    return api.deploy()


@pytest.mark.parametrize("name", ["Origin", "origin"])
@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://a.example", "https://a.example"),
        ("https://b.example", "https://b.example"),
        ("https://evil.example", "https://a.example"),
    ],
)
def test_a_preflight_is_answered_unsigned_and_names_the_origin(
    shared: HandmadeApi, name: str, origin: str, allowed: str
) -> None:
    asks = {name: origin, "Access-Control-Request-Method": "GET"}

    response = shared.call("OPTIONS", "/jobs", headers=asks)

    assert (response.status, response.body) == (204, b"")
    assert [value for header, value in response.headers if header == "Access-Control-Allow-Origin"] == [
        allowed
    ]
    assert response.header("Access-Control-Allow-Methods") == "GET,POST"
    assert response.header("Access-Control-Max-Age") == "3600"


def test_a_refusal_can_be_read_by_a_page_of_another_origin(shared: HandmadeApi) -> None:
    refused = shared.call("GET", "/jobs", headers={"Origin": "https://a.example"})

    assert refused.status == 403
    assert refused.header("Access-Control-Allow-Origin") == "*"
    assert shared.call("GET", "/jobs", user=ALICE).status == 200
