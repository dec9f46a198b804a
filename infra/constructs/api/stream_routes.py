"""`POST` onto a stream: API Gateway puts the record itself, with no function in between.

It knows the streams, which are in other stacks, by their names.
"""

from collections.abc import Sequence

from aws_cdk import Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.api.model import add_model
from infra.constructs.api.stream_templates import (
    UNAVAILABLE,
    acceptance_template,
    record_template,
    refusal_template,
)
from infra.constructs.api.submission import JSON, PROBLEM
from infra.settings import Settings
from infra.workload.stream import Stream
from infra.workload.workload import Workload

RETRY_AFTER = "method.response.header.Retry-After"


class StreamRoutes(Construct):
    """The routes of all streams.

    Args:
        api: the API.
        settings: name the streams, and say who the owner is.
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
        for workload in catalog:
            for entry in workload.of(Stream):
                name = settings.physical_name(workload.short_name(entry.name))
                role = iam.Role(
                    self,
                    f"{workload.camel_name}{entry.name.title()}",
                    assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
                )
                arn = Stack.of(self).format_arn(service="kinesis", resource="stream", resource_name=name)
                iam.Grant.add_to_principal(grantee=role, actions=["kinesis:PutRecord"], resource_arns=[arn])
                model = add_model(api, f"{workload.camel_name}{entry.contract.__name__}", entry.contract)
                api.root.resource_for_path(entry.path).add_method(
                    "POST",
                    _integration(settings, entry, name, role),
                    request_validator=validator,
                    request_models={JSON: model},
                    method_responses=_responses(),
                )


def _integration(
    settings: Settings, entry: Stream, stream: str, role: iam.IRole
) -> apigateway.AwsIntegration:
    return apigateway.AwsIntegration(
        service="kinesis",
        action="PutRecord",
        options=apigateway.IntegrationOptions(
            credentials_role=role,
            # Another media type has no template and is answered 415.
            passthrough_behavior=apigateway.PassthroughBehavior.NEVER,
            request_parameters={"integration.request.header.Content-Type": "'application/x-amz-json-1.1'"},
            request_templates={JSON: record_template(settings, entry, stream)},
            integration_responses=[
                apigateway.IntegrationResponse(
                    status_code="202",
                    selection_pattern="2\\d{2}",
                    response_templates={JSON: acceptance_template()},
                ),
                apigateway.IntegrationResponse(
                    status_code="429",
                    selection_pattern="4\\d{2}",
                    response_parameters=PROBLEM,
                    response_templates={JSON: refusal_template()},
                ),
                apigateway.IntegrationResponse(
                    status_code="503",
                    response_parameters={**PROBLEM, RETRY_AFTER: "'5'"},
                    response_templates={JSON: UNAVAILABLE},
                ),
            ],
        ),
    )


def _responses() -> list[apigateway.MethodResponse]:
    """What the method may answer; 413 and some of the 503 are the refusal template's."""
    return [
        apigateway.MethodResponse(status_code="202"),
        apigateway.MethodResponse(status_code="429", response_parameters=dict.fromkeys(PROBLEM, True)),
        apigateway.MethodResponse(
            status_code="503", response_parameters=dict.fromkeys([*PROBLEM, RETRY_AFTER], True)
        ),
    ]
