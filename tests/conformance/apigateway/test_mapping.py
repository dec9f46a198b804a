"""What becomes of a request on its way to an integration, and of the answer on its way back."""

import json
from typing import Any

import pytest

from tests.conformance.apigateway.rest_api import RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
REFERENCE = f"{GUIDE}/api-gateway-mapping-template-reference.html"


ECHO = """
def handle(event, context):
    return event
"""


def rendered(aws: Aws, template: str, body: object, path: str = "/it/7", **call: Any) -> Any:
    """Return what a template makes of a POST to /it/{id}: the JSON that a function behind it is given."""
    api = RestApi(aws)
    templates = {"requestTemplates": {"application/json": template}}
    api.function(
        "POST", "/it/{id}", aws.function(ECHO), kind="AWS", integration=templates, responses={"200": {}}
    )
    api.deploy()
    return api.call("POST", path, body, **call).json()


@behaviour(
    REFERENCE,
    "$input.params(x) returns the value of a method request parameter from the path, query string, or header "
    "value (searched in that order).",
)
def test_a_parameter_is_looked_for_in_path_query_and_headers(aws: Aws) -> None:
    members = {"id": "id", "size": "size", "who": "X-Who"}
    template = json.dumps({member: f"$input.params('{name}')" for member, name in members.items()})

    shown = rendered(aws, template, {}, path="/it/7?id=8&size=2", headers={"size": "3", "X-Who": "me"})

    assert shown == {"id": "7", "size": "2", "who": "me"}


@behaviour(
    REFERENCE, "$input.json(x) evaluates a JSONPath expression and returns the results as a JSON string."
)
def test_a_part_of_the_body_as_json(aws: Aws) -> None:
    assert rendered(aws, "{\"part\": $input.json('$.a')}", {"a": {"b": [1, "x"]}}) == {
        "part": {"b": [1, "x"]}
    }


@behaviour(
    REFERENCE,
    "$input.path(x) returns a JSON object representation of the result, so that elements of the payload can "
    "be accessed natively in VTL.",
)
def test_a_part_of_the_body_can_be_gone_through(aws: Aws) -> None:
    template = "[#foreach($each in $input.path('$.lines'))\"$each.item\"#if($foreach.hasNext),#end#end]"

    assert rendered(aws, template, {"lines": [{"item": "a"}, {"item": "b"}]}) == ["a", "b"]


@behaviour(
    REFERENCE,
    "The $util variable contains utility functions for use in mapping templates: escapeJavaScript, "
    "parseJson, urlEncode, urlDecode, base64Encode, base64Decode.",
)
@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("$util.urlEncode($input.path('$.a'))", "1+%26+2"),
        ("$util.urlDecode('a%20b')", "a b"),
        ("$util.base64Encode('ab')", "YWI="),
        ("$util.base64Decode('YWI=')", "ab"),
        ("$util.escapeJavaScript($input.path('$.q'))", 'a"b'),
        ("$util.parseJson($input.path('$.j')).x", "5"),
    ],
)
def test_the_utilities_convert_text(aws: Aws, expression: str, text: str) -> None:
    body = {"a": "1 & 2", "q": 'a"b', "j": '{"x": 5}'}

    assert rendered(aws, f'{{"shown": "{expression}"}}', body) == {"shown": text}


@behaviour(
    f"{GUIDE}/apigateway-override-request-response-parameters.html",
    "To create a mapping template override, use one or more of the following $context variables in a "
    "mapping template: $context.responseOverride.header.header_name, $context.responseOverride.status.",
)
def test_a_template_overrides_the_status_and_a_header(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock(
        "GET",
        "/it",
        "#set($context.responseOverride.status = 404)#set($context.responseOverride.header.why = 'gone')none",
    )
    api.deploy()

    response = api.call("GET", "/it")

    assert (response.status_code, response.headers["why"], response.text) == (404, "gone", "none")


@behaviour(
    f"{GUIDE}/rest-api-parameter-mapping-sources.html",
    "You can map method response headers from any integration response header or integration response "
    "body, $context variables, or static values; stage variables: stageVariables.name.",
)
def test_response_headers_are_mapped(aws: Aws) -> None:
    api = RestApi(aws)
    parameters = {
        "method.response.header.Static": "'blue'",
        "method.response.header.Stage": "stageVariables.color",
        "method.response.header.Method": "context.httpMethod",
        "method.response.header.Absent": "integration.response.header.none",
    }
    api.mock("GET", "/it", response={"responseParameters": parameters})
    api.deploy(variables={"color": "red"})

    headers = api.call("GET", "/it").headers

    assert (headers["Static"], headers["Stage"], headers["Method"]) == ("blue", "red", "GET")
    assert "Absent" not in headers


@behaviour(
    f"{GUIDE}/integration-passthrough-behaviors.html",
    "One mapping template is defined for application/json, the content type is another: WHEN_NO_MATCH: "
    "the request payload is not transformed and is sent to the backend as-is; WHEN_NO_TEMPLATES, "
    "NEVER: the request is rejected with an HTTP 415 Unsupported Media Type response.",
)
@pytest.mark.parametrize(
    ("behavior", "status"), [("NEVER", 415), ("WHEN_NO_TEMPLATES", 415), ("WHEN_NO_MATCH", 200)]
)
def test_what_no_template_takes_passes_or_is_refused(aws: Aws, behavior: str, status: int) -> None:
    api = RestApi(aws)
    asks = {
        "type": "MOCK",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "passthroughBehavior": behavior,
    }
    api.method("POST", "/it", asks, {"200": {}})
    api.deploy()

    response = api.call("POST", "/it", '{"statusCode": 200}', headers={"Content-Type": "text/plain"})

    assert response.status_code == status
    if status == 415:
        assert response.json() == {"message": "Unsupported Media Type"}


@behaviour(
    f"{GUIDE}/api-gateway-integration-settings-integration-response.html",
    "A regular expression to select backend output to be represented by this integration response. If "
    "you leave this empty, the response is the default response that is used to catch any response not "
    "yet configured.",
)
def test_the_status_of_the_integration_selects_the_response(aws: Aws) -> None:
    api = RestApi(aws)
    asks = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": $input.params("say")}'}}
    api.method("GET", "/it", asks, {"200": {}, "404": {"selectionPattern": "4\\d{2}"}})
    api.deploy()

    statuses = [api.call("GET", f"/it?say={said}").status_code for said in (200, 404, 410, 500)]

    assert statuses == [200, 404, 404, 200]
