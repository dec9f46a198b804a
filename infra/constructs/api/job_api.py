"""The REST API: one resource and model per job type, and the jobs API's routes."""

from collections.abc import Sequence

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.api.gateway_responses import add_gateway_responses
from infra.constructs.api.jobs_function import make_jobs_function
from infra.constructs.api.model import add_model
from infra.constructs.api.stage_options import stage_options
from infra.constructs.api.stream_routes import StreamRoutes
from infra.constructs.api.submission import submission_integration, submission_responses
from infra.constructs.api.unknown_type import add_unknown_type
from infra.constructs.api.workload_routes import WorkloadRoutes
from infra.constructs.foundation import Foundation
from infra.constructs.log_group import make_log_group
from infra.constructs.python_function import PythonFunction
from infra.settings import Settings
from infra.workload.workload import Workload


class JobApi(Construct):
    """The HTTP interface of a stage.

    Args:
        foundation: what every part stands on.
        catalog: the workloads: a route for each job type, and those they have beside.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        catalog: Sequence[Workload],
    ) -> None:
        super().__init__(scope, construct_id)
        settings = foundation.settings
        access_log = make_log_group(
            self, "AccessLog", settings=settings, name=f"/offload/{settings.stage}/access"
        )
        self.rest_api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name=settings.physical_name("jobs"),
            description="Offload: asynchronous jobs",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=True,
            default_method_options=self._authorization(settings),
            deploy_options=stage_options(settings, access_log),
        )
        # The stack has an output of its own, with a name people can know.
        self.rest_api.node.try_remove_child("Endpoint")
        add_gateway_responses(self.rest_api)
        jobs = self.rest_api.root.add_resource("jobs")
        validator = self.rest_api.add_request_validator(
            "Validator",
            request_validator_name="whole-request",
            validate_request_body=True,
            validate_request_parameters=True,
        )
        self._add_submissions(jobs, settings, catalog, foundation.intake, validator)
        self._add_jobs_api(jobs, make_jobs_function(self, "Jobs", foundation=foundation))
        WorkloadRoutes(
            self, "Workloads", api=self.rest_api, settings=settings, catalog=catalog, validator=validator
        )
        StreamRoutes(
            self, "Streams", api=self.rest_api, settings=settings, catalog=catalog, validator=validator
        )
        self._acknowledge(settings)

    def _authorization(self, settings: Settings) -> apigateway.MethodOptions:
        if settings.cognito_user_pool_arn is None:
            return apigateway.MethodOptions(authorization_type=apigateway.AuthorizationType.IAM)
        pool = cognito.UserPool.from_user_pool_arn(self, "UserPool", settings.cognito_user_pool_arn)
        return apigateway.MethodOptions(
            authorization_type=apigateway.AuthorizationType.COGNITO,
            authorizer=apigateway.CognitoUserPoolsAuthorizer(self, "Authorizer", cognito_user_pools=[pool]),
        )

    def _add_submissions(
        self,
        jobs: apigateway.Resource,
        settings: Settings,
        catalog: Sequence[Workload],
        intake: sqs.IQueue,
        validator: apigateway.IRequestValidator,
    ) -> None:
        sender = iam.Role(self, "Sender", assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"))
        intake.grant(sender, "sqs:SendMessage")
        for job_type in (job_type for workload in catalog for job_type in workload.job_types):
            jobs.add_resource(job_type.name).add_method(
                "POST",
                submission_integration(settings=settings, job_type=job_type, queue=intake, role=sender),
                request_validator=validator,
                request_models={
                    "application/json": add_model(self.rest_api, job_type.camel_name, job_type.contract)
                },
                method_responses=submission_responses(),
            )

    def _add_jobs_api(self, jobs: apigateway.Resource, function: PythonFunction) -> None:
        proxy = apigateway.LambdaIntegration(
            function.function, allow_test_invoke=False, scope_permission_to_method=False
        )
        job = jobs.add_resource("{id}")
        jobs.add_method("GET", proxy)
        job.add_method("GET", proxy)
        add_unknown_type(job)
        job.add_resource("cancel").add_method("POST", proxy)
        job.add_resource("retry").add_method("POST", proxy)
        self.rest_api.root.add_resource("uploads").add_method("POST", proxy)

    def _acknowledge(self, settings: Settings) -> None:
        acknowledge(
            self.rest_api,
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
            "AmazonAPIGatewayPushToCloudWatchLogs]",
            "The role API Gateway logs with is the account's, and AWS keeps its policy: "
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
        )
        acknowledge(
            self.rest_api,
            "AwsSolutions-APIG3",
            "Every method asks who calls, and the stage throttles; a web ACL is a team's to choose and pay.",
        )
        if settings.authorizer == "iam":
            acknowledge(
                self.rest_api,
                "AwsSolutions-COG4",
                "Callers are authenticated by IAM signatures; a stage's settings can choose a user pool.",
            )
