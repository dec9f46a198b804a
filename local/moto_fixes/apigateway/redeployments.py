"""Flaw of moto 5.2.5: CreateDeployment with the name of a stage that exists makes that stage anew.

`RestAPI.create_deployment` (apigateway/models.py) puts a fresh `Stage` in its place, without the settings,
logs and variables it had; AWS points the stage to the new deployment and leaves the rest. The file can go
when moto does.
https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html

Shown by test_a_stage_keeps_its_settings_and_variables_over_deployments
in tests/flow/local/moto_fixes/test_apigateway.py.
"""

from typing import Any

from moto.apigateway.models import Deployment, RestAPI

from local.moto_fixes.mend import replace

_create_deployment = RestAPI.create_deployment


def install() -> None:
    """Let a stage outlive its deployments."""
    replace(RestAPI, "create_deployment", _redeploy)


def _redeploy(
    self: RestAPI, name: str, description: str, stage_variables: dict[str, Any] | None = None
) -> Deployment:
    stage = self.stages.get(name)
    deployment = _create_deployment(self, name, description, stage_variables)
    if stage is not None:
        stage.deployment_id = deployment.id
        stage.variables |= stage_variables or {}
        self.stages[name] = stage
    return deployment
