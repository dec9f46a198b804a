import json
from typing import Any

import pytest

from local.provision import NotCreated
from tests.flow.local.provision.conftest import AWS, Deploy
from tests.unit.local.assembly.written import ASSET_BUCKET

ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": []}}}
DEFINITION = {
    "StartAt": "A",
    "States": {
        "A": {
            "Type": "Task",
            "Resource": "${queue}",
            "Parameters": {"QueueUrl.$": "$.queue", "MessageBody.$": "$"},
            "Comment": "${other}",
            "End": True,
        }
    },
}
TEXT = json.dumps(DEFINITION)
ASSETS = {"definition": {"": TEXT}}
WAYS: list[dict[str, Any]] = [
    {"DefinitionString": TEXT},
    {"Definition": DEFINITION},
    {"DefinitionS3Location": {"Bucket": {"Fn::Sub": ASSET_BUCKET}, "Key": "definition.json"}},
]


def a_machine(**properties: Any) -> dict[str, Any]:
    required = {"StateMachineName": "order", "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}}
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": {**required, **properties}}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: next(iter(way)))
def test_a_definition_is_given_in_one_of_three_ways_and_filled_in(aws: AWS, deploy: Deploy, way: Any) -> None:
    substitutions = {"queue": {"Fn::Sub": "arn:aws:states:::sqs:sendMessage"}}
    machine = a_machine(**way, DefinitionSubstitutions=substitutions)
    provisioned = deploy({"Role": ROLE, "Order": machine}, assets=ASSETS)
    arn = provisioned.resources["App", "Order"].ref
    definition = json.loads(aws("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"])
    assert definition["States"]["A"]["Resource"] == "arn:aws:states:::sqs:sendMessage"
    assert definition["States"]["A"]["Comment"] == "${other}"


def test_logging_tracing_and_type_are_kept(aws: AWS, deploy: Deploy) -> None:
    machine = a_machine(
        DefinitionString='{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}',
        StateMachineType="EXPRESS",
        TracingConfiguration={"Enabled": True},
        LoggingConfiguration={
            "Level": "ERROR",
            "IncludeExecutionData": False,
            "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["Log", "Arn"]}}}],
        },
        Tags=[{"Key": "stage", "Value": "dev"}],
    )
    log = {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": "/states/order", "RetentionInDays": 30},
    }
    provisioned = deploy({"Role": ROLE, "Log": log, "Order": machine})
    arn = provisioned.resources["App", "Order"].ref
    found = aws("stepfunctions").describe_state_machine(stateMachineArn=arn)
    assert found["type"] == "EXPRESS"
    assert found["tracingConfiguration"] == {"enabled": True}
    assert found["loggingConfiguration"]["level"] == "ERROR"
    assert found["loggingConfiguration"]["destinations"] == [
        {
            "cloudWatchLogsLogGroup": {
                "logGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:/states/order:*"
            }
        }
    ]
    (group,) = aws("logs").describe_log_groups()["logGroups"]
    assert group["retentionInDays"] == 30


def test_a_machine_with_two_definitions_is_refused(deploy: Deploy) -> None:
    with pytest.raises(NotCreated, match="exactly one of the three ways"):
        deploy({"Role": ROLE, "Order": a_machine(DefinitionString=TEXT, Definition=DEFINITION)})


def test_a_definition_that_makes_no_sense_is_refused_by_the_service(deploy: Deploy) -> None:
    with pytest.raises(
        NotCreated, match=r"App/Order .* not created: .*fields are required: \[States, StartAt\]"
    ):
        deploy({"Role": ROLE, "Order": a_machine(DefinitionString='{"States":{}}')})
