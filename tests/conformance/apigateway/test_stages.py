"""What a stage serves: what was deployed to it, on which paths and methods."""

import pytest

from tests.conformance.apigateway.rest_api import RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"


@behaviour(
    f"{GUIDE}/how-to-deploy-api.html",
    "Every time you update an API, you must redeploy the API to an existing stage or to a new stage.",
)
def test_a_change_shows_only_after_it_is_deployed(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/color", "red")
    api.deploy()

    api.mock("GET", "/color", "blue")
    aws.wait(2)
    before = api.call("GET", "/color").text
    api.deploy()

    assert (before, api.call("GET", "/color").text) == ("red", "blue")


@behaviour(
    f"{GUIDE}/set-up-deployments.html",
    "A stage represents a snapshot of the API, including methods, integrations, models, mapping "
    "templates, and Lambda authorizers. (UpdateStage replaces its /deploymentId.)",
)
def test_a_stage_can_go_back_to_an_earlier_deployment(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/color", "red")
    api.deploy()
    first = api.control.get_stage(restApiId=api.id, stageName="test")["deploymentId"]
    api.mock("GET", "/color", "blue")
    api.deploy()

    api.change_stage(**{"/deploymentId": first})

    assert api.call("GET", "/color").text == "red"


@behaviour(
    f"{GUIDE}/supported-gateway-response-types.html",
    "MISSING_AUTHENTICATION_TOKEN (403): The gateway response for a missing authentication token "
    "error, including the cases when the client attempts to invoke an unsupported API method or "
    "resource.",
)
@pytest.mark.parametrize(("verb", "path"), [("GET", "/none"), ("POST", "/here")])
def test_an_unknown_path_or_method_is_a_missing_authentication_token(aws: Aws, verb: str, path: str) -> None:
    api = RestApi(aws)
    api.mock("GET", "/here")
    api.deploy()

    response = api.call(verb, path)

    assert response.status_code == 403
    assert response.json() == {"message": "Missing Authentication Token"}
    assert response.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


@behaviour(
    f"{GUIDE}/api-gateway-set-up-simple-proxy.html",
    "You can configure a specific HTTP method on a greedy resource or apply non-proxy integration "
    "types to a proxy resource. Create a proxy resource with a greedy path variable of {proxy+}. Set "
    "the ANY method on the proxy resource.",
)
def test_a_greedy_path_and_any_take_what_no_other_resource_takes(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("ANY", "/files/{proxy+}", "$context.httpMethod $input.params('proxy')")
    api.mock("GET", "/files/own", "own")
    api.deploy()

    paths = [("DELETE", "/files/a/b.txt"), ("GET", "/files/own"), ("PUT", "/files/own")]

    assert [api.call(*each).text for each in paths] == ["DELETE a/b.txt", "own", "PUT own"]


@behaviour(
    f"{GUIDE}/stage-variables.html",
    "They act like environment variables and can be used in your API setup and mapping templates.",
)
def test_templates_see_the_stage_s_variables_and_its_name(aws: Aws) -> None:
    api = RestApi(aws)
    api.mock("GET", "/color", "$stageVariables.color $context.stage $context.path $context.resourcePath")
    api.deploy(variables={"color": "red"})

    assert api.call("GET", "/color").text == "red test /test/color /color"
