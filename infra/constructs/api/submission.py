"""`POST /jobs/{type}`: API Gateway sends to the intake queue itself, with no function in between.

Accepting work must not depend on our code being up, warm or correct: a 202 means that SQS has it.
"""

from aws_cdk import Aws
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from infra.constructs.api.problem import MEDIA_TYPE
from infra.constructs.api.templates import (
    UNAVAILABLE,
    acceptance_template,
    refusal_template,
    request_template,
)
from infra.settings import Settings
from infra.workload.job_types import JobType

JSON = "application/json"
PROBLEM = {"method.response.header.Content-Type": f"'{MEDIA_TYPE}'"}


def submission_integration(
    *, settings: Settings, job_type: JobType, queue: sqs.IQueue, role: iam.IRole
) -> apigateway.AwsIntegration:
    """The integration of a job type's route with the intake queue.

    Args:
        settings: say who the owner is.
        job_type: whose route it is.
        queue: the intake queue.
        role: lets API Gateway send to the queue.
    """
    return apigateway.AwsIntegration(
        service="sqs",
        path=f"{Aws.ACCOUNT_ID}/{queue.queue_name}",
        integration_http_method="POST",
        options=apigateway.IntegrationOptions(
            credentials_role=role,
            # Another media type has no template and is answered 415.
            passthrough_behavior=apigateway.PassthroughBehavior.NEVER,
            request_parameters={
                "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"
            },
            request_templates={JSON: request_template(settings, job_type)},
            integration_responses=[
                apigateway.IntegrationResponse(
                    status_code="202",
                    selection_pattern="2\\d{2}",
                    response_templates={JSON: acceptance_template(settings, job_type)},
                ),
                apigateway.IntegrationResponse(
                    status_code="400",
                    selection_pattern="4\\d{2}",
                    response_parameters=PROBLEM,
                    response_templates={JSON: refusal_template()},
                ),
                apigateway.IntegrationResponse(
                    status_code="503",
                    response_parameters={**PROBLEM, "method.response.header.Retry-After": "'5'"},
                    response_templates={JSON: UNAVAILABLE},
                ),
            ],
        ),
    )


def submission_responses() -> list[apigateway.MethodResponse]:
    """What the method may answer; 413 and some of the 503 are the refusal template's."""
    return [
        apigateway.MethodResponse(
            status_code="202", response_parameters={"method.response.header.Location": True}
        ),
        apigateway.MethodResponse(status_code="400", response_parameters=dict.fromkeys(PROBLEM, True)),
        apigateway.MethodResponse(
            status_code="503",
            response_parameters=dict.fromkeys([*PROBLEM, "method.response.header.Retry-After"], True),
        ),
    ]
