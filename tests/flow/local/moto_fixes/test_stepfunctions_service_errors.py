"""Errors of services that a task calls, by the names a Catch has for them."""

import json
from typing import Any

import pytest

from tests.flow.local.handmade import ROLE, Handmade


@pytest.mark.parametrize(
    ("resource", "parameters", "error"),
    [
        (
            "sqs:sendMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/nowhere", "MessageBody": "x"},
            "SQS.QueueDoesNotExistException",
        ),
        (
            "dynamodb:getItem",
            {"TableName": "things", "Key": {"wrong": {"S": "x"}}},
            "DynamoDB.AmazonDynamoDBException",
        ),
    ],
)
def test_an_error_has_the_name_of_the_sdk_for_java(
    handmade: Handmade, resource: str, parameters: dict[str, Any], error: str
) -> None:
    handmade.stack.client("dynamodb").create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    states = handmade.stack.client("stepfunctions")
    call = {
        "Type": "Task",
        "Resource": f"arn:aws:states:::{resource}",
        "Parameters": parameters,
        "Catch": [{"ErrorEquals": [error], "Next": "Caught"}],
        "End": True,
    }
    definition = {"StartAt": "Call", "States": {"Call": call, "Caught": {"Type": "Pass", "End": True}}}
    machine = states.create_state_machine(name="calls", roleArn=ROLE, definition=json.dumps(definition))

    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]
    handmade.stack.settle()

    ended = states.describe_execution(executionArn=execution)
    assert ended["status"] == "SUCCEEDED", ended
    assert json.loads(ended["output"])["Error"] == error
