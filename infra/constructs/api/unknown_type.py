"""`POST /jobs/{id}`: nobody's route, so a submission to an unknown job type is told so."""

from aws_cdk import aws_apigateway as apigateway

from infra.constructs.api.problem import MEDIA_TYPE, problem

CONTENT_TYPE = "method.response.header.Content-Type"


def add_unknown_type(resource: apigateway.IResource) -> None:
    """Answer 404 to a POST on a job, without asking anybody."""
    resource.add_method(
        "POST",
        apigateway.MockIntegration(
            passthrough_behavior=apigateway.PassthroughBehavior.NEVER,
            request_templates={"application/json": '{"statusCode":404}'},
            integration_responses=[
                apigateway.IntegrationResponse(
                    status_code="404",
                    response_parameters={CONTENT_TYPE: f"'{MEDIA_TYPE}'"},
                    response_templates={"application/json": problem(404, "There is no such job type.")},
                )
            ],
        ),
        method_responses=[
            apigateway.MethodResponse(status_code="404", response_parameters={CONTENT_TYPE: True})
        ],
    )
