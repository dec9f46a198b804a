"""Methods that hand their requests straight to an AWS service, as a role."""

import json
from typing import Any

import pytest

from tests.conformance.apigateway.rest_api import RestApi
from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour

GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
INTEGRATION = "https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html"
FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
DONE = {
    "StartAt": "Done",
    "States": {"Done": {"Type": "Succeed"}},
}


@behaviour(
    INTEGRATION,
    "For AWS or AWS_PROXY integrations, the URI is of the form "
    "arn:aws:apigateway:{region}:{subdomain.service|service}:path|action/{service_api}.",
)
def test_a_request_becomes_a_message_of_sqs(aws: Aws) -> None:
    queue, api = aws.queue(), RestApi(aws)
    template = "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"
    shown = "$input.path('$.SendMessageResponse.SendMessageResult.MessageId')"
    path = f"sqs:path/{aws.account}/{queue.url.rpartition('/')[2]}"
    responses = {"200": {"responseTemplates": {"application/json": shown}}}
    api.service("/send", path, template, responses, requestParameters=FORM)
    api.deploy()

    response = api.call("POST", "/send", {"a": 'b & "c"'})

    answer = aws.client("sqs").receive_message(QueueUrl=queue.url, WaitTimeSeconds=5)
    (message,) = answer["Messages"]
    assert (response.status_code, response.text) == (200, message["MessageId"])
    assert json.loads(message["Body"]) == {"a": 'b & "c"'}


@behaviour(
    "https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html",
    "If the back end is an AWS Lambda function, the AWS Lambda function error header is matched. For "
    "all other HTTP and AWS back ends, the HTTP status code is matched.",
)
def test_what_a_service_refuses_selects_the_response_by_its_status(aws: Aws) -> None:
    queue, api = aws.queue(), RestApi(aws)
    path = f"sqs:path/{aws.account}/{queue.url.rpartition('/')[2]}"
    api.service(
        "/send",
        path,
        "Action=SendMessage",
        {"200": {}, "422": {"selectionPattern": "4\\d{2}"}},
        requestParameters=FORM,
    )
    api.deploy()

    assert api.call("POST", "/send", {}).status_code == 422


@behaviour(
    INTEGRATION,
    "action can be used for an AWS service action-based API. The ensuing {service_api} refers to a "
    "supported action {name} plus any required input parameters.",
)
def test_a_request_starts_an_execution(aws: Aws) -> None:
    api, states = RestApi(aws), aws.client("stepfunctions")
    machine = states.create_state_machine(
        name=aws.unique("machine"), definition=json.dumps(DONE), roleArn=aws.role(service="states")
    )["stateMachineArn"]
    template = f'{{"stateMachineArn": "{machine}", "input": "$util.escapeJavaScript($input.json(\'$\'))"}}'
    api.service("/start", "states:action/StartExecution", template)
    api.deploy()

    arn = api.call("POST", "/start", {"a": 1}).json()["executionArn"]

    assert json.loads(states.describe_execution(executionArn=arn)["input"]) == {"a": 1}


@behaviour(
    f"{GUIDE}/integrating-api-with-aws-services-kinesis.html",
    "Expose an HTTP PUT method and integrate the method with the PutRecord action in Kinesis. This "
    "enables the client to add a single data record to the named stream.",
)
def test_a_request_becomes_a_record_of_a_stream(aws: Aws) -> None:
    api, kinesis = RestApi(aws), aws.client("kinesis")
    stream = aws.unique("stream")
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    aws.eventually(
        lambda: kinesis.describe_stream(StreamName=stream)["StreamDescription"]["StreamStatus"] == "ACTIVE",
        within=60,
    )
    template = (
        f'{{"StreamName": "{stream}", "Data": "$util.base64Encode($input.json(\'$.data\'))", '
        '"PartitionKey": "$input.path(\'$.key\')"}'
    )
    api.service("/telemetry", "kinesis:action/PutRecord", template)
    api.deploy()

    number = api.call("POST", "/telemetry", {"data": {"t": 20}, "key": "k"}).json()["SequenceNumber"]

    shard = kinesis.list_shards(StreamName=stream)["Shards"][0]["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")[
        "ShardIterator"
    ]
    (record,) = kinesis.get_records(ShardIterator=iterator)["Records"]
    assert (record["SequenceNumber"], record["PartitionKey"]) == (number, "k")
    assert json.loads(record["Data"]) == {"t": 20}


@behaviour(
    "https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html",
    "credentials: To specify an IAM Role for API Gateway to assume, use the role's Amazon Resource "
    "Name (ARN).",
)
@pytest.mark.parametrize(("action", "status"), [("dynamodb:PutItem", 200), ("dynamodb:GetItem", 400)])
def test_the_role_of_the_integration_decides_what_it_may(aws: Aws, action: str, status: int) -> None:
    api, dynamodb = RestApi(aws), aws.client("dynamodb")
    table = aws.unique("table")
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    aws.eventually(
        lambda: dynamodb.describe_table(TableName=table)["Table"]["TableStatus"] == "ACTIVE", within=60
    )
    role = aws.role({"Effect": "Allow", "Action": action, "Resource": "*"}, service="apigateway")
    template = f'{{"TableName": "{table}", "Item": {{"id": {{"S": "$input.path(\'$.id\')"}}}}}}'
    responses = {"200": {}, "400": {"selectionPattern": "400"}}
    api.service("/put", "dynamodb:action/PutItem", template, responses, credentials=role)
    api.deploy()

    response = api.call("POST", "/put", {"id": "7"})

    assert response.status_code == status
    found: Any = dynamodb.get_item(TableName=table, Key={"id": {"S": "7"}}).get("Item")
    assert (found is not None) == (status == 200)
    if status == 400:
        assert "AccessDeniedException" in response.text
