"""The control plane of API Gateway, as AWS has it."""

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade


@pytest.fixture
def api(handmade: Handmade) -> HandmadeApi:
    made = HandmadeApi(handmade)
    made.mock("GET", "/color", "red")
    return made


def test_a_stage_serves_what_was_deployed_even_if_nobody_called_it_before(api: HandmadeApi) -> None:
    api.deploy()
    api.mock("GET", "/color", "blue")

    assert api.call("GET", "/color").body == b"red"


def test_what_was_deployed_is_listed_nowhere(api: HandmadeApi) -> None:
    api.deploy()

    assert [each["id"] for each in api.control.get_rest_apis()["items"]] == [api.id]
    with pytest.raises(ClientError, match="NotFoundException"):
        api.control.get_rest_api(restApiId=f"{api.id}.none")


def test_no_method_may_lack_its_integration_when_it_is_deployed(api: HandmadeApi) -> None:
    api.control.put_method(
        restApiId=api.id, resourceId=api.resource("/empty"), httpMethod="GET", authorizationType="NONE"
    )

    with pytest.raises(ClientError, match="No integration defined for method"):
        api.control.create_deployment(restApiId=api.id)


def test_a_stage_keeps_its_settings_and_variables_over_deployments(api: HandmadeApi) -> None:
    api.control.create_deployment(restApiId=api.id, stageName="dev", variables={"color": "red", "size": "1"})
    api.throttle("*/*", rate=1, burst=2)
    first = api.control.get_stage(restApiId=api.id, stageName="dev")

    made = api.control.create_deployment(restApiId=api.id, stageName="dev", variables={"size": "2"})

    stage = api.control.get_stage(restApiId=api.id, stageName="dev")
    assert stage["deploymentId"] == made["id"] != first["deploymentId"]
    assert stage["methodSettings"] == first["methodSettings"]
    assert stage["variables"] == {"color": "red", "size": "2"}


def test_a_setting_of_a_method_sets_no_limits(api: HandmadeApi) -> None:
    api.deploy()
    patch = {"op": "replace", "path": "/*/*/logging/loglevel", "value": "INFO"}
    api.control.update_stage(restApiId=api.id, stageName="dev", patchOperations=[patch])

    settings = api.control.get_stage(restApiId=api.id, stageName="dev")["methodSettings"]["*/*"]

    assert (settings["throttlingRateLimit"], settings["throttlingBurstLimit"]) == (10_000, 5_000)


def test_an_api_is_made_with_its_binary_media_types(api: HandmadeApi) -> None:
    made = api.control.create_rest_api(name="binary", binaryMediaTypes=["image/png"])

    assert made["binaryMediaTypes"] == ["image/png"]
    assert api.control.get_rest_api(restApiId=made["id"])["binaryMediaTypes"] == ["image/png"]
