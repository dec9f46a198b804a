"""Several APIs and stages on one endpoint, each at its own address."""

import dataclasses
import json

import pytest

from local.gateway import Response
from local.users import ALICE, User
from tests.flow.local.gateway.rest_api import HandmadeApi, request
from tests.flow.local.handmade import Handmade

#: Whose key nobody gave out: whoever runs the stack.
ADMINISTRATOR = dataclasses.replace(ALICE, access_key="test", secret_key="test")


def at_endpoint(
    api: HandmadeApi,
    path: str,
    host: str = "localhost:4566",
    *,
    user: User | None = None,
    service: str = "execute-api",
) -> Response:
    """Send a GET to the AWS endpoint, signed where a user is given."""
    sent = request("GET", path, headers={"Host": host}, user=user, service=service)
    return api.stack.hub.call(lambda: api.stack.endpoint.handle(sent))


@pytest.fixture
def two(handmade: Handmade) -> tuple[HandmadeApi, HandmadeApi]:
    """Two APIs, of which each says who it is."""
    apis = (HandmadeApi(handmade), HandmadeApi(handmade))
    for number, api in enumerate(apis):
        api.mock("GET", "/who/{id}", f"{number} $input.params('id') $context.path")
        api.deploy()
    return apis


def test_a_stage_is_served_by_host_and_by_two_kinds_of_path(two: tuple[HandmadeApi, HandmadeApi]) -> None:
    for number, api in enumerate(two):
        by_host = at_endpoint(api, "/dev/who/a%2Fb", f"{api.id}.execute-api.localhost:4566")
        by_path = at_endpoint(api, f"/restapis/{api.id}/dev/_user_request_/who/a%2Fb")
        by_new_path = at_endpoint(api, f"/_aws/execute-api/{api.id}/dev/who/a%2Fb")

        expected = f"{number} a/b /dev/who/a%2Fb".encode()
        assert [by_host.body, by_path.body, by_new_path.body] == [expected] * 3


def test_the_control_plane_keeps_its_own_paths(two: tuple[HandmadeApi, HandmadeApi]) -> None:
    stages = at_endpoint(
        two[0], f"/restapis/{two[0].id}/stages/dev", user=ADMINISTRATOR, service="apigateway"
    )

    assert stages.status == 200
    assert json.loads(stages.body)["stageName"] == "dev"


def test_a_signature_is_of_the_address_as_it_was_called(handmade: Handmade) -> None:
    api = HandmadeApi(handmade)
    api.mock("GET", "/me", "$context.identity.userArn", authorizationType="AWS_IAM")
    api.deploy()
    host, path = f"{api.id}.execute-api.localhost:4566", f"/restapis/{api.id}/dev/_user_request_/me"

    assert at_endpoint(api, "/dev/me", host, user=ALICE).body == ALICE.arn.encode()
    assert at_endpoint(api, path, user=ALICE).body == ALICE.arn.encode()
    assert at_endpoint(api, "/dev/me", host).status == 403


def test_a_stage_that_is_not_there_is_forbidden(two: tuple[HandmadeApi, HandmadeApi]) -> None:
    api = two[0]
    response = at_endpoint(api, "/prod/who/1", f"{api.id}.execute-api.localhost:4566")

    assert (response.status, response.body) == (403, b'{"message": "Forbidden"}')
    assert response.header("x-amzn-ErrorType") == "ForbiddenException"
    assert at_endpoint(api, "/_aws/execute-api/none/dev/who/1").status == 403


def test_an_api_without_an_address_of_its_own_is_served_at_the_root_only(handmade: Handmade) -> None:
    api = HandmadeApi(handmade)
    patch = {"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "True"}
    api.control.update_rest_api(restApiId=api.id, patchOperations=[patch])
    api.mock("GET", "/it", "ok")
    api.deploy()

    assert api.call("GET", "/it").body == b"ok"
    assert at_endpoint(api, f"/_aws/execute-api/{api.id}/dev/it").status == 403


def test_the_root_serves_no_one_of_several(two: tuple[HandmadeApi, HandmadeApi]) -> None:
    response = two[0].call("GET", "/who/1")

    assert response.status == 500
    assert b"serves one stage of one REST API; there are: handmade/dev, handmade/dev" in response.body
    assert b"execute-api.localhost" in response.body


def test_the_root_keeps_what_it_serves_when_another_api_comes(handmade: Handmade) -> None:
    first = HandmadeApi(handmade)
    first.mock("GET", "/who", "first")
    first.deploy()
    before = first.call("GET", "/who").body
    second = HandmadeApi(handmade)
    second.mock("GET", "/who", "second")
    second.deploy()
    first.stack.clock.advance(minutes=1)

    assert (before, first.call("GET", "/who").body) == (b"first", b"first")
