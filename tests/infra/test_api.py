"""The REST API: routes, who may call them, and where they lead."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.catalog import CATALOG
from infra.draft4 import draft4_schema
from infra.workload.endpoints import Endpoints
from infra.workload.stream import Stream
from infra.workload.workload import Workload
from tests.infra.synthesis import synthesize
from tests.infra.template import Properties, Template, as_list, named, plain

JOB_TYPES = [job_type for workload in CATALOG for job_type in workload.job_types]
METHOD = "AWS::ApiGateway::Method"
PROBLEM_TYPE = "'application/problem+json'"


def routes(service: Template) -> dict[str, Properties]:
    """Every method by its verb and path, such as "GET /jobs/{id}"."""
    resources = service.of_type("AWS::ApiGateway::Resource")

    def path(reference: Any) -> str:
        if named(reference) not in resources:
            return ""
        resource = resources[named(reference)]
        return f"{path(resource['ParentId'])}/{resource['PathPart']}"

    return {
        f"{method['HttpMethod']} {path(method['ResourceId'])}": method
        for method in service.of_type(METHOD).values()
    }


def test_the_routes_are_those_of_the_interface(service: Template) -> None:
    of_the_kit = {
        "GET /jobs",
        "GET /jobs/{id}",
        "POST /jobs/{id}",
        "POST /jobs/{id}/cancel",
        "POST /jobs/{id}/retry",
        "POST /uploads",
    }
    of_workloads = {
        f"{route.method} {route.path}"
        for workload in CATALOG
        for endpoints in workload.of(Endpoints)
        for route in endpoints.routes
    }
    of_streams = {f"POST {stream.path}" for workload in CATALOG for stream in workload.of(Stream)}
    submissions = {f"POST /jobs/{job_type.name}" for job_type in JOB_TYPES}
    assert set(routes(service)) == of_the_kit | of_workloads | of_streams | submissions


def test_a_workload_s_routes_lead_to_its_own_function_by_a_role_that_may_invoke_no_other(
    service: Template,
) -> None:
    names = set()
    for workload in CATALOG:
        for endpoints in workload.of(Endpoints):
            name = f"offload-dev-{workload.short_name(endpoints.module)}"
            names.add(name)
            for route in endpoints.routes:
                integration = routes(service)[f"{route.method} {route.path}"]["Integration"]
                assert integration["Type"] == "AWS_PROXY"
                assert plain(integration["Uri"]).endswith(f":function:{name}/invocations")
    invoked = {
        plain(arn).rpartition(":")[2]
        for policy in service.of_type("AWS::IAM::Policy").values()
        if any("Invoker" in named(role) for role in policy["Roles"])
        for statement in policy["PolicyDocument"]["Statement"]
        for arn in as_list(statement["Resource"])
    }
    assert invoked == names


def test_every_method_asks_for_a_signature(service: Template) -> None:
    assert {method["AuthorizationType"] for method in routes(service).values()} == {"AWS_IAM"}


def test_with_a_user_pool_every_method_asks_for_its_token(tmp_path: Path) -> None:
    pool = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a"
    service = synthesize(tmp_path, settings={"authorizer": "cognito", "cognito_user_pool_arn": pool}).service
    assert {method["AuthorizationType"] for method in routes(service).values()} == {"COGNITO_USER_POOLS"}
    assert service.only("AWS::ApiGateway::Authorizer")["ProviderARNs"] == [pool]
    submission = routes(service)["POST /jobs/order"]["Integration"]["RequestTemplates"]["application/json"]
    assert "$context.authorizer.claims.sub" in submission
    jobs_api = service.only("AWS::Lambda::Function", FunctionName="offload-dev-jobs-api")
    assert jobs_api["Environment"]["Variables"]["OWNER_FROM"] == "cognito"


@pytest.mark.parametrize("job_type", [job_type.name for job_type in JOB_TYPES])
def test_a_submission_goes_to_the_intake_queue_with_no_function_in_between(
    service: Template, job_type: str
) -> None:
    integration = routes(service)[f"POST /jobs/{job_type}"]["Integration"]
    assert integration["Type"] == "AWS"
    assert integration["IntegrationHttpMethod"] == "POST"
    uri = integration["Uri"]["Fn::Join"][1]
    assert ":sqs:path/" in uri
    assert service.of_type("AWS::SQS::Queue")[named(uri[-1])]["QueueName"] == "offload-dev-intake.fifo"


def test_only_json_is_taken_for_a_payload(service: Template) -> None:
    for route in ("POST /jobs/thumbnail", "POST /jobs/order", "POST /jobs/{id}"):
        integration = routes(service)[route]["Integration"]
        assert integration["PassthroughBehavior"] == "NEVER"
        assert list(integration["RequestTemplates"]) == ["application/json"]


@pytest.mark.parametrize("job_type", JOB_TYPES, ids=lambda job_type: job_type.name)
def test_a_payload_is_validated_by_the_model_of_its_contract(service: Template, job_type: Any) -> None:
    method = routes(service)[f"POST /jobs/{job_type.name}"]
    validator = service.of_type("AWS::ApiGateway::RequestValidator")[named(method["RequestValidatorId"])]
    assert validator["ValidateRequestBody"] is True
    model = service.of_type("AWS::ApiGateway::Model")[named(method["RequestModels"]["application/json"])]
    assert model["ContentType"] == "application/json"
    assert model["Schema"] == draft4_schema(job_type.contract)
    assert model["Schema"]["additionalProperties"] is False


def test_a_changed_contract_makes_a_new_deployment_of_the_api(tmp_path: Path, service: Template) -> None:
    (before,) = service.of_type("AWS::ApiGateway::Deployment")
    first, *others = CATALOG
    (thumbnail,) = first.job_types
    changed = type("Thumbnail", (thumbnail.contract,), {"__doc__": "Changed."})
    other = Workload(name="thumbnail", parts=(replace(thumbnail, contract=changed),))
    (after,) = synthesize(tmp_path, catalog=[other, *others]).service.of_type("AWS::ApiGateway::Deployment")
    assert after != before


def test_jobs_and_uploads_lead_to_the_jobs_api(service: Template) -> None:
    (function,) = (
        name
        for name, body in service.of_type("AWS::Lambda::Function").items()
        if body["FunctionName"] == "offload-dev-jobs-api"
    )
    for route in (
        "GET /jobs",
        "GET /jobs/{id}",
        "POST /jobs/{id}/cancel",
        "POST /jobs/{id}/retry",
        "POST /uploads",
    ):
        integration = routes(service)[route]["Integration"]
        assert integration["Type"] == "AWS_PROXY"
        assert function in json.dumps(integration["Uri"])
    permission = service.only("AWS::Lambda::Permission")
    assert permission["Principal"] == "apigateway.amazonaws.com"
    assert "SourceArn" in permission


def test_a_submission_to_an_unknown_type_is_answered_404_by_nobody(service: Template) -> None:
    integration = routes(service)["POST /jobs/{id}"]["Integration"]
    assert integration["Type"] == "MOCK"
    assert json.loads(integration["RequestTemplates"]["application/json"]) == {"statusCode": 404}
    (answer,) = integration["IntegrationResponses"]
    assert answer["StatusCode"] == "404"
    assert answer["ResponseParameters"] == {"method.response.header.Content-Type": PROBLEM_TYPE}
    assert json.loads(answer["ResponseTemplates"]["application/json"])["status"] == 404


def test_every_refusal_of_the_gateway_is_a_problem_and_says_how_long_to_wait(service: Template) -> None:
    refusals = service.of_type("AWS::ApiGateway::GatewayResponse").values()
    variables = {"$context.error.messageString": '"no"', "$context.error.validationErrorString": "wrong"}
    for refusal in refusals:
        assert refusal["ResponseParameters"]["gatewayresponse.header.Content-Type"] == PROBLEM_TYPE
        text = refusal["ResponseTemplates"]["application/json"]
        for variable, value in variables.items():
            text = text.replace(variable, value)
        problem = json.loads(text)
        assert problem["type"] == "about:blank"
        assert problem["title"]
        if not refusal["ResponseType"].startswith("DEFAULT_"):
            assert problem["status"] == int(refusal["StatusCode"])
    by_type = {refusal["ResponseType"]: refusal for refusal in refusals}
    statuses = {
        "BAD_REQUEST_BODY": "400",
        "UNSUPPORTED_MEDIA_TYPE": "415",
        "ACCESS_DENIED": "403",
        "MISSING_AUTHENTICATION_TOKEN": "403",
        "INVALID_SIGNATURE": "403",
        "EXPIRED_TOKEN": "403",
        "UNAUTHORIZED": "401",
        "THROTTLED": "429",
        "REQUEST_TOO_LARGE": "413",
        "INTEGRATION_FAILURE": "503",
        "INTEGRATION_TIMEOUT": "504",
    }
    assert {name: by_type[name]["StatusCode"] for name in statuses} == statuses
    assert by_type["THROTTLED"]["ResponseParameters"]["gatewayresponse.header.Retry-After"] == "'5'"
    assert "StatusCode" not in by_type["DEFAULT_4XX"]
    assert {"DEFAULT_4XX", "DEFAULT_5XX"} <= set(by_type)


def test_the_stage_logs_measures_traces_and_throttles(service: Template) -> None:
    stage = service.only("AWS::ApiGateway::Stage", StageName="dev")
    assert stage["TracingEnabled"] is True
    (settings,) = stage["MethodSettings"]
    assert settings["ResourcePath"] == "/*"
    assert settings["MetricsEnabled"] is True
    assert settings["DataTraceEnabled"] is False
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (50, 100)
    assert json.loads(stage["AccessLogSetting"]["Format"])["request_id"] == "$context.requestId"
    group = service.of_type("AWS::Logs::LogGroup")[named(stage["AccessLogSetting"]["DestinationArn"])]
    assert group["RetentionInDays"] == 14


def test_the_stack_tells_where_the_api_and_the_intake_queue_are(service: Template) -> None:
    assert set(service.outputs) == {"ApiUrl", "IntakeQueueUrl", "EventBusName", "AlarmTopicArn"}
