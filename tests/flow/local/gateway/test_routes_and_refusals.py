import json

import pytest

from local.gateway import ApiMisconfigured
from tests.flow.local.gateway.rest_api import ALICE, JSON, HandmadeApi


def test_a_fixed_path_wins_over_a_variable_one(api: HandmadeApi) -> None:
    api.mock("POST", "/jobs/{id}", "any id")
    api.mock("POST", "/jobs/thumbnail", "thumbnail")
    api.deploy()

    assert api.call("POST", "/jobs/thumbnail").body == b"thumbnail"
    assert api.call("POST", "/jobs/else").body == b"any id"


def test_a_variable_path_serves_the_methods_that_its_fixed_sibling_lacks(api: HandmadeApi) -> None:
    api.mock("POST", "/jobs/thumbnail", "submit")
    api.mock("GET", "/jobs/{id}", "$input.params('id')")
    api.deploy()

    assert api.call("GET", "/jobs/thumbnail").body == b"thumbnail"


def test_a_path_variable_is_decoded_and_never_empty(api: HandmadeApi) -> None:
    api.mock("GET", "/jobs/{id}", "$input.params('id')")
    api.deploy()

    assert api.call("GET", "/jobs/a%20b%2Fc").body == b"a b/c"
    assert api.call("GET", "/jobs/").status == 403


def test_a_greedy_path_takes_the_rest(api: HandmadeApi) -> None:
    api.mock("GET", "/files/{path+}", "$input.params('path')")
    api.deploy()

    assert api.call("GET", "/files/a/b/c").body == b"a/b/c"


@pytest.mark.parametrize(("verb", "path"), [("GET", "/nowhere"), ("DELETE", "/jobs")])
def test_an_unknown_path_or_method_is_answered_as_a_missing_signature(
    api: HandmadeApi, verb: str, path: str
) -> None:
    api.mock("POST", "/jobs")
    api.deploy()

    response = api.call(verb, path)

    assert response.status == 403
    assert json.loads(response.body) == {"message": "Missing Authentication Token"}
    assert response.header("x-amzn-ErrorType") == "MissingAuthenticationTokenException"
    assert response.header("Content-Type") == "application/json"
    assert response.header("x-amzn-RequestId")


def test_a_refusal_speaks_the_words_the_api_gives_it(api: HandmadeApi) -> None:
    api.mock("POST", "/jobs")
    api.refusal(
        "MISSING_AUTHENTICATION_TOKEN",
        statusCode="404",
        responseParameters={
            "gatewayresponse.header.Content-Type": "'application/problem+json'",
            "gatewayresponse.header.Asked-For": "method.request.header.X-Asked",
        },
        responseTemplates={
            "application/json": '{"title":$context.error.messageString,"type":"$context.error.responseType",'
            '"path":"$context.path","stage":"$context.stage","who":"$stageVariables.who","none":"$context.nix"}'
        },
    )
    api.deploy(variables={"who": "us"})

    response = api.call("GET", "/no%22where", headers={"X-Asked": "tea"})

    assert response.status == 404
    assert response.header("Content-Type") == "application/problem+json"
    assert response.header("Asked-For") == "tea"
    assert json.loads(response.body) == {
        "title": "Missing Authentication Token",
        "type": "MISSING_AUTHENTICATION_TOKEN",
        "path": "/no%22where",
        "stage": "dev",
        "who": "us",
        "none": "",
    }


def test_a_default_refusal_keeps_the_status_of_each(api: HandmadeApi) -> None:
    api.mock("POST", "/jobs", authorizationType="AWS_IAM")
    api.refusal(
        "DEFAULT_4XX", responseTemplates={"application/json": '{"kind":"$context.error.responseType"}'}
    )
    api.deploy()
    api.throttle("*/*", rate=1, burst=1)
    api.call("POST", "/jobs", user=ALICE)

    response = api.call("POST", "/jobs", user=ALICE)

    assert response.status == 429
    assert json.loads(response.body) == {"kind": "THROTTLED"}


def test_a_body_over_10_mb_is_refused_in_words_the_api_cannot_change(api: HandmadeApi) -> None:
    api.mock("POST", "/jobs", "taken")
    api.refusal("REQUEST_TOO_LARGE", responseTemplates={"application/json": "{}"})
    api.refusal("DEFAULT_4XX", responseTemplates={"application/json": "{}"})
    api.deploy()

    assert api.call("POST", "/jobs", b" " * (10 * 1024 * 1024), headers=JSON).status == 200
    response = api.call("POST", "/jobs", b" " * (10 * 1024 * 1024 + 1), headers=JSON)

    assert response.status == 413
    assert json.loads(response.body) == {"message": "Request Too Long"}


def test_what_is_not_deployed_is_not_served(api: HandmadeApi) -> None:
    api.mock("GET", "/old")
    api.deploy()
    assert api.call("GET", "/old").status == 200
    api.mock("GET", "/new")
    assert api.call("GET", "/new").status == 403

    api.deploy()

    assert api.call("GET", "/new").status == 200


def test_the_caller_can_choose_the_request_id_but_not_the_extended_one(api: HandmadeApi) -> None:
    api.mock("GET", "/ids", "$context.requestId $context.extendedRequestId")
    api.deploy()

    response = api.call("GET", "/ids", headers={"x-amzn-RequestId": "mine"})

    request_id, extended = response.body.decode().split(" ")
    assert request_id == response.header("x-amzn-RequestId") == "mine"
    assert extended == response.header("x-amz-apigw-id")


def test_an_api_that_aws_would_not_deploy_is_refused_with_every_flaw_named(api: HandmadeApi) -> None:
    api.method(
        "POST",
        "/jobs",
        {
            "type": "MOCK",
            "requestTemplates": {"application/json": "#if("},
            "requestParameters": {"integration.request.header.Key": "method.request.header.Key"},
        },
        responses={"200": {"selectionPattern": "("}},
        requestModels={"application/json": "Nowhere"},
    )
    api.method("GET", "/web", {"type": "HTTP", "integrationHttpMethod": "GET", "uri": "http://example.com"})
    api.deploy()

    with pytest.raises(ApiMisconfigured) as caught:
        api.stack.hub.call(api.gateway.load)

    flaws = "\n".join(caught.value.flaws)
    assert "POST /jobs: there is no model Nowhere" in flaws
    assert "POST /jobs: integration.request.header.Key is mapped from method.request.header.Key" in flaws
    assert "POST /jobs: no Velocity directive: #if(" in flaws
    assert "POST /jobs: the selection pattern ( is no regular expression" in flaws
    assert "GET /web: the local gateway has no HTTP integration" in flaws
    assert api.call("POST", "/jobs").status == 500
