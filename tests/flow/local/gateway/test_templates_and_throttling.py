import json

import pytest

from tests.flow.local.gateway.rest_api import JSON, HandmadeApi


def test_a_response_template_reads_the_request_s_parameters(api: HandmadeApi) -> None:
    api.mock(
        "GET",
        "/jobs/{id}",
        "$input.params('id') $input.params('wait') $input.params('X-Who') [$input.params('none')] "
        "$input.params().querystring.wait $input.params().path.get('id') $stageVariables.color",
    )
    api.deploy(variables={"color": "blue"})

    response = api.call("GET", "/jobs/7", query="wait=5", headers={"X-Who": "me"})

    assert response.body == b"7 5 me [] 5 7 blue"


def test_the_request_s_template_can_override_the_response(api: HandmadeApi) -> None:
    api.method(
        "POST",
        "/jobs",
        {
            "type": "MOCK",
            "requestTemplates": {
                "application/json": "#set($context.responseOverride.status = 444)"
                '#set($context.responseOverride.header.Foo = "bar")'
                "#set($context.requestOverride.path.note = $input.path('$.note')){ statusCode: 200 }"
            },
        },
        responses={
            "200": {
                "responseTemplates": {
                    "application/json": '{"status":$context.responseOverride.status,'
                    '"note":"$context.requestOverride.path.note"}'
                }
            }
        },
    )
    api.deploy()

    response = api.call("POST", "/jobs", '{"note": "hello"}', headers=JSON)

    assert (response.status, response.header("Foo")) == (444, "bar")
    assert json.loads(response.body) == {"status": 444, "note": "hello"}


@pytest.mark.parametrize("status", ['"404"', "99", "600"])
def test_a_status_that_is_none_overrides_nothing(api: HandmadeApi, status: str) -> None:
    api.mock("GET", "/jobs", f"#set($context.responseOverride.status = {status})ok")
    api.deploy()

    assert api.call("GET", "/jobs").status == 200


def test_headers_are_mapped_overridden_and_renamed(api: HandmadeApi) -> None:
    api.method(
        "GET",
        "/jobs/{id}",
        {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}},
        responses={
            "200": {
                "responseParameters": {
                    "method.response.header.Content-Type": "'application/problem+json'",
                    "method.response.header.Request": "context.requestId",
                    "method.response.header.Color": "stageVariables.color",
                    "method.response.header.Absent": "integration.response.header.None",
                    "method.response.header.User-Agent": "'me'",
                },
                "responseTemplates": {
                    "application/json": "#set($context.responseOverride.header.Color = 'red'){}"
                },
            }
        },
    )
    api.deploy(variables={"color": "blue"})

    response = api.call("GET", "/jobs/1")

    assert response.header("Content-Type") == "application/problem+json"
    assert response.header("Request") == response.header("x-amzn-RequestId")
    assert response.header("Color") == "red"
    assert response.header("Absent") is None
    assert response.header("x-amzn-Remapped-User-Agent") == "me"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/csv;q=1, application/json", "text/csv"),
        ("application/json, text/csv", "application/json"),
    ],
)
def test_what_the_caller_accepts_chooses_the_response_template(
    api: HandmadeApi, accept: str | None, kind: str
) -> None:
    templates = {"text/csv": "a,b", "application/json": "{}"}
    api.method(
        "GET",
        "/jobs",
        {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}},
        responses={"200": {"responseTemplates": templates}},
    )
    api.deploy()

    response = api.call("GET", "/jobs", headers={"Accept": accept} if accept else {})

    assert response.header("Content-Type") == kind
    assert response.body.decode() == templates[kind]


def test_the_status_of_the_mock_selects_its_response(api: HandmadeApi) -> None:
    api.method(
        "POST",
        "/jobs/{id}",
        {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 404}'}},
        responses={"200": {}, "404": {"selectionPattern": "4\\d{2}"}},
    )
    api.deploy()

    assert api.call("POST", "/jobs/1", "{}", headers=JSON).status == 404


def test_a_template_that_fails_is_an_error_of_the_api(
    api: HandmadeApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.mock("GET", "/jobs", "$context.requestId.reverse()")
    api.deploy()

    assert api.call("GET", "/jobs").status == 500
    assert "knows no method reverse() of a String" in caplog.text


def test_a_burst_is_let_through_and_the_bucket_fills_with_time(api: HandmadeApi) -> None:
    api.mock("GET", "/jobs")
    api.mock("POST", "/jobs")
    api.mock("GET", "/uploads")
    api.deploy()
    api.throttle("*/*", rate=2, burst=3)
    api.throttle("~1uploads/GET", rate=1, burst=1)

    assert [api.call("GET", "/jobs").status for _ in range(4)] == [200, 200, 200, 429]
    assert [api.call("GET", "/uploads").status for _ in range(2)] == [200, 429]
    assert api.call("POST", "/jobs", "{}").status == 200  # each method has a bucket of its own
    api.stack.clock.advance(seconds=1)
    assert [api.call("GET", "/jobs").status for _ in range(3)] == [200, 200, 429]
    response = api.call("GET", "/jobs")
    assert json.loads(response.body) == {"message": "Too Many Requests"}
    assert response.header("x-amzn-ErrorType") == "TooManyRequestsException"
