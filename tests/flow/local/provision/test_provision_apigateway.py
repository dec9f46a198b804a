import json
from typing import Any

import pytest

from local.provision import NotCreated
from tests.flow.local.provision.conftest import AWS, Deploy

API = {"Ref": "Api"}
SCHEMA = {"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["image"]}
RESOURCES: dict[str, Any] = {
    "Api": {
        "Type": "AWS::ApiGateway::RestApi",
        "Properties": {
            "Name": "jobs",
            "BinaryMediaTypes": ["image/png", "image/*"],
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "Tags": [{"Key": "stage", "Value": "dev"}],
        },
    },
    "Jobs": {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {
            "RestApiId": API,
            "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
            "PathPart": "jobs",
        },
    },
    "Job": {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {"RestApiId": API, "ParentId": {"Ref": "Jobs"}, "PathPart": "{id}"},
    },
    "Model": {
        "Type": "AWS::ApiGateway::Model",
        "Properties": {
            "RestApiId": API,
            "Name": "Thumbnail",
            "ContentType": "application/json",
            "Schema": SCHEMA,
        },
    },
    "Validator": {
        "Type": "AWS::ApiGateway::RequestValidator",
        "Properties": {
            "RestApiId": API,
            "Name": "all",
            "ValidateRequestBody": True,
            "ValidateRequestParameters": False,
        },
    },
    "BadBody": {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": API,
            "ResponseType": "BAD_REQUEST_BODY",
            "StatusCode": 400,
            "ResponseParameters": {"gatewayresponse.header.Content-Type": "'application/problem+json'"},
            "ResponseTemplates": {"application/json": "{}"},
        },
    },
    "Submit": {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "RestApiId": API,
            "ResourceId": {"Ref": "Jobs"},
            "HttpMethod": "POST",
            "AuthorizationType": "AWS_IAM",
            "RequestModels": {"application/json": {"Ref": "Model"}},
            "RequestParameters": {"method.request.header.Idempotency-Key": False},
            "RequestValidatorId": {"Ref": "Validator"},
            "MethodResponses": [
                {"StatusCode": "202", "ResponseParameters": {"method.response.header.Location": True}},
                {"StatusCode": "503", "ResponseModels": {"application/json": "Empty"}},
            ],
            "Integration": {
                "Type": "AWS",
                "IntegrationHttpMethod": "POST",
                "Uri": {
                    "Fn::Sub": "arn:aws:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/intake.fifo"
                },
                "Credentials": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/sender"},
                "PassthroughBehavior": "NEVER",
                "RequestParameters": {
                    "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"
                },
                "RequestTemplates": {"application/json": "Action=SendMessage"},
                "TimeoutInMillis": 5000,
                "IntegrationResponses": [
                    {
                        "StatusCode": "202",
                        "SelectionPattern": "2\\d{2}",
                        "ResponseParameters": {"method.response.header.Location": "context.path"},
                        "ResponseTemplates": {"application/json": '{"status":"PENDING"}'},
                    },
                    {"StatusCode": "503", "ResponseTemplates": {"application/json": "{}"}},
                ],
            },
        },
    },
    "Unknown": {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "RestApiId": API,
            "ResourceId": {"Ref": "Job"},
            "HttpMethod": "POST",
            "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": '{"statusCode":404}'}},
        },
    },
    "Deployment": {
        "Type": "AWS::ApiGateway::Deployment",
        "Properties": {"RestApiId": API},
        "DependsOn": ["Submit", "Unknown"],
    },
    "Stage": {
        "Type": "AWS::ApiGateway::Stage",
        "Properties": {
            "RestApiId": API,
            "DeploymentId": {"Ref": "Deployment"},
            "StageName": "dev",
            "TracingEnabled": True,
            "Variables": {"color": "blue"},
            "AccessLogSetting": {
                "DestinationArn": "arn:aws:logs:us-east-1:123456789012:log-group:x",
                "Format": "$context.status",
            },
            "MethodSettings": [
                {
                    "ResourcePath": "/*",
                    "HttpMethod": "*",
                    "ThrottlingRateLimit": 50,
                    "ThrottlingBurstLimit": 100,
                },
                {
                    "ResourcePath": "/~1jobs",
                    "HttpMethod": "POST",
                    "LoggingLevel": "ERROR",
                    "MetricsEnabled": True,
                },
            ],
        },
    },
    "Account": {
        "Type": "AWS::ApiGateway::Account",
        "Properties": {"CloudWatchRoleArn": "arn:aws:iam::123456789012:role/logs"},
    },
}


def test_the_api_has_its_resources_models_validators_and_gateway_responses(aws: AWS, deploy: Deploy) -> None:
    api = deploy(RESOURCES).resources["App", "Api"].ref
    gateway = aws("apigateway")
    found = gateway.get_rest_api(restApiId=api)
    assert found["binaryMediaTypes"] == ["image/png", "image/*"]
    assert (found["endpointConfiguration"], found["tags"]) == ({"types": ["REGIONAL"]}, {"stage": "dev"})
    assert {each["path"] for each in gateway.get_resources(restApiId=api)["items"]} == {
        "/",
        "/jobs",
        "/jobs/{id}",
    }
    assert json.loads(gateway.get_model(restApiId=api, modelName="Thumbnail")["schema"]) == SCHEMA
    (validator,) = gateway.get_request_validators(restApiId=api)["items"]
    assert (validator["validateRequestBody"], validator["validateRequestParameters"]) == (True, False)
    response = gateway.get_gateway_response(restApiId=api, responseType="BAD_REQUEST_BODY")
    assert response["statusCode"] == "400"
    assert response["responseParameters"] == {
        "gatewayresponse.header.Content-Type": "'application/problem+json'"
    }
    assert gateway.get_account()["cloudwatchRoleArn"] == "arn:aws:iam::123456789012:role/logs"


def test_a_method_has_all_that_the_gateway_needs_to_serve_it(aws: AWS, deploy: Deploy) -> None:
    resources = deploy(RESOURCES).resources
    method = aws("apigateway").get_method(
        restApiId=resources["App", "Api"].ref, resourceId=resources["App", "Jobs"].ref, httpMethod="POST"
    )
    assert method["authorizationType"] == "AWS_IAM"
    assert method["requestModels"] == {"application/json": "Thumbnail"}
    assert method["requestParameters"] == {"method.request.header.Idempotency-Key": False}
    assert method["requestValidatorId"] == resources["App", "Validator"].ref
    assert method["methodResponses"]["202"]["responseParameters"] == {"method.response.header.Location": True}
    assert method["methodResponses"]["503"]["responseModels"] == {"application/json": "Empty"}
    integration = method["methodIntegration"]
    declared = RESOURCES["Submit"]["Properties"]["Integration"]
    assert integration["uri"] == "arn:aws:apigateway:us-east-1:sqs:path/123456789012/intake.fifo"
    assert integration["credentials"] == "arn:aws:iam::123456789012:role/sender"
    assert (integration["type"], integration["httpMethod"]) == ("AWS", "POST")
    assert integration["passthroughBehavior"] == "NEVER"
    assert integration["requestParameters"] == declared["RequestParameters"]
    assert integration["requestTemplates"] == declared["RequestTemplates"]
    assert integration["timeoutInMillis"] == 5000
    accepted = integration["integrationResponses"]["202"]
    assert accepted["selectionPattern"] == "2\\d{2}"
    assert accepted["responseParameters"] == {"method.response.header.Location": "context.path"}
    assert accepted["responseTemplates"] == {"application/json": '{"status":"PENDING"}'}


def test_a_mock_method_passes_through_what_no_template_matches_unless_it_says_otherwise(
    aws: AWS, deploy: Deploy
) -> None:
    resources = deploy(RESOURCES).resources
    method = aws("apigateway").get_method(
        restApiId=resources["App", "Api"].ref, resourceId=resources["App", "Job"].ref, httpMethod="POST"
    )
    assert method["authorizationType"] == "NONE"
    assert method["methodIntegration"]["type"] == "MOCK"
    assert method["methodIntegration"]["passthroughBehavior"] == "WHEN_NO_MATCH"


def test_a_stage_has_its_throttling_logs_and_variables(aws: AWS, deploy: Deploy) -> None:
    resources = deploy(RESOURCES).resources
    stage = aws("apigateway").get_stage(restApiId=resources["App", "Api"].ref, stageName="dev")
    assert resources["App", "Stage"].ref == "dev"
    assert stage["deploymentId"] == resources["App", "Deployment"].ref
    assert stage["variables"] == {"color": "blue"}
    assert stage["tracingEnabled"] is True
    assert stage["accessLogSettings"]["format"] == "$context.status"
    everywhere, submit = stage["methodSettings"]["*/*"], stage["methodSettings"]["~1jobs/POST"]
    assert (everywhere["throttlingRateLimit"], everywhere["throttlingBurstLimit"]) == (50.0, 100)
    assert (everywhere["loggingLevel"], everywhere["metricsEnabled"]) == ("OFF", False)
    assert (submit["loggingLevel"], submit["metricsEnabled"]) == ("ERROR", True)


def test_a_method_without_limits_of_its_own_has_the_accounts(aws: AWS, deploy: Deploy) -> None:
    resources = deploy(RESOURCES).resources
    stage = aws("apigateway").get_stage(restApiId=resources["App", "Api"].ref, stageName="dev")
    submit = stage["methodSettings"]["~1jobs/POST"]
    assert (submit["throttlingRateLimit"], submit["throttlingBurstLimit"]) == (10_000.0, 5_000)


def test_a_deployment_before_its_methods_is_refused(deploy: Deploy) -> None:
    early = {**RESOURCES["Deployment"], "DependsOn": []}
    without_methods = {name: each for name, each in RESOURCES.items() if name in ("Api", "Jobs")}
    with pytest.raises(NotCreated, match=r"App/Deployment .* doesn't contain any methods"):
        deploy({**without_methods, "Deployment": early})
