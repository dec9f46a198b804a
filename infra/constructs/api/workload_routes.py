"""The routes of workloads: API Gateway calls the functions of other stacks by their names.

A role of the API's own may invoke them, so that no function's policy has to name the API.
"""

from collections.abc import Sequence

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.api.model import add_model
from infra.settings import Settings
from infra.workload.endpoints import Endpoints
from infra.workload.workload import Workload


class WorkloadRoutes(Construct):
    """Every route that is no job's.

    Args:
        api: the API.
        settings: name the functions.
        catalog: the workloads.
        validator: checks bodies against their models.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        api: apigateway.RestApi,
        settings: Settings,
        catalog: Sequence[Workload],
        validator: apigateway.IRequestValidator,
    ) -> None:
        super().__init__(scope, construct_id)
        answered = [(workload, endpoints) for workload in catalog for endpoints in workload.of(Endpoints)]
        if not answered:
            return
        invoker = iam.Role(self, "Invoker", assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"))
        for workload, endpoints in answered:
            arn = self._function_arn(settings.physical_name(workload.short_name(endpoints.module)))
            iam.Grant.add_to_principal(
                grantee=invoker, actions=["lambda:InvokeFunction"], resource_arns=[arn]
            )
            integration = self._integration(arn, invoker)
            for route in endpoints.routes:
                models = None
                if route.contract is not None:
                    name = f"{workload.camel_name}{route.contract.__name__}"
                    models = {"application/json": add_model(api, name, route.contract)}
                api.root.resource_for_path(route.path).add_method(
                    route.method,
                    integration,
                    request_models=models,
                    request_validator=validator if models else None,
                )

    def _function_arn(self, name: str) -> str:
        return Stack.of(self).format_arn(
            service="lambda",
            resource="function",
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    def _integration(self, function_arn: str, invoker: iam.IRole) -> apigateway.AwsIntegration:
        return apigateway.AwsIntegration(
            service="lambda",
            path=f"2015-03-31/functions/{function_arn}/invocations",
            proxy=True,
            options=apigateway.IntegrationOptions(credentials_role=invoker),
        )
