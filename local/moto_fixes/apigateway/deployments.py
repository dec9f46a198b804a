"""Flaw of moto 5.2.5: a deployment is a name only, and a stage serves whatever its API has become since.

On AWS a deployment is the API as it was then: `RestAPI.create_deployment` (apigateway/models.py) keeps
nothing of it, and refuses only an API none of whose methods has an integration. Here it keeps a copy, read
through the same operations as any API, under the id `{api}.{deployment}`, and listed nowhere. The file can go
when moto keeps what was deployed and offers it to be read.
https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html

Shown by test_a_stage_serves_what_was_deployed_even_if_nobody_called_it_before
in tests/flow/local/moto_fixes/test_apigateway.py.
"""

import copy
from typing import Any

from moto.apigateway import models
from moto.apigateway.exceptions import NoIntegrationDefined, RestAPINotFound
from moto.apigateway.models import APIGatewayBackend, Deployment, RestAPI

from local.moto_fixes.mend import replace


class DeploymentOfCopy(Deployment):
    """A deployment that remembers.

    Attributes:
        api: as it was deployed; without its deployments and stages.
    """

    api: RestAPI | None = None


_create_deployment = APIGatewayBackend.create_deployment
_get_rest_api = APIGatewayBackend.get_rest_api


def install() -> None:
    """Let deployments keep their API, and let it be read."""
    replace(models, "Deployment", DeploymentOfCopy)
    replace(APIGatewayBackend, "create_deployment", _deploy)
    replace(APIGatewayBackend, "get_rest_api", _read)


def _deploy(
    self: APIGatewayBackend,
    function_id: str,
    name: str,
    description: str = "",
    stage_variables: dict[str, Any] | None = None,
) -> Deployment:
    api = self.get_rest_api(function_id)
    methods = [method for each in api.resources.values() for method in each.resource_methods.values()]
    if any(method.method_integration is None for method in methods):
        raise NoIntegrationDefined
    deployment = _create_deployment(self, function_id, name, description, stage_variables)
    if isinstance(deployment, DeploymentOfCopy):
        bare = copy.copy(api)
        bare.deployments, bare.stages = {}, {}
        deployment.api = copy.deepcopy(bare)
    return deployment


def _read(self: APIGatewayBackend, function_id: str) -> RestAPI:
    api_id, _, deployment_id = function_id.partition(".")
    api = _get_rest_api(self, api_id)
    if not deployment_id:
        return api
    deployment = api.deployments.get(deployment_id)
    if not isinstance(deployment, DeploymentOfCopy) or deployment.api is None:
        raise RestAPINotFound
    return deployment.api
