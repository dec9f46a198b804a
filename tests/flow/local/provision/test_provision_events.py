import json
from typing import Any

from tests.flow.local.provision.conftest import AWS, Deploy

QUEUE = {"Type": "AWS::SQS::Queue"}


def test_a_rule_has_its_pattern_and_its_targets(aws: AWS, deploy: Deploy) -> None:
    rule: dict[str, Any] = {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "Name": "ended",
            "EventPattern": {"source": ["aws.states"], "detail": {"status": ["FAILED"]}},
            "State": "ENABLED",
            "Targets": [
                {
                    "Id": "Target0",
                    "Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
                    "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Dlq", "Arn"]}},
                    "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 600},
                    "InputTransformer": {"InputPathsMap": {"s": "$.detail.status"}, "InputTemplate": '"<s>"'},
                }
            ],
        },
    }
    provisioned = deploy({"Queue": QUEUE, "Dlq": QUEUE, "Rule": rule})
    found = aws("events").describe_rule(Name="ended")
    assert json.loads(found["EventPattern"]) == rule["Properties"]["EventPattern"]
    assert provisioned.resources["App", "Rule"].ref == "ended"
    assert provisioned.resources["App", "Rule"].attributes == {"Arn": found["Arn"]}
    (target,) = aws("events").list_targets_by_rule(Rule="ended")["Targets"]
    assert target == {
        **rule["Properties"]["Targets"][0],
        "Arn": "arn:aws:sqs:us-east-1:123456789012:App-Queue",
        "DeadLetterConfig": {"Arn": "arn:aws:sqs:us-east-1:123456789012:App-Dlq"},
    }


def test_a_schedule_is_a_rule_of_the_default_bus(aws: AWS, deploy: Deploy) -> None:
    target = {"Id": "T", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Input": '{"a":1}'}
    rule = {"ScheduleExpression": "rate(1 minute)", "State": "DISABLED", "Targets": [target]}
    deploy({"Queue": QUEUE, "Tick": {"Type": "AWS::Events::Rule", "Properties": rule}})
    found = aws("events").describe_rule(Name="App-Tick")
    assert (found["ScheduleExpression"], found["State"]) == ("rate(1 minute)", "DISABLED")


def test_a_bus_has_its_own_rules_and_the_statements_of_its_policy(aws: AWS, deploy: Deploy) -> None:
    statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "events:PutEvents"}
    policy = {
        "Type": "AWS::Events::EventBusPolicy",
        "Properties": {
            "EventBusName": {"Ref": "Bus"},
            "StatementId": "publishers",
            "Statement": {**statement, "Resource": {"Fn::GetAtt": ["Bus", "Arn"]}},
        },
    }
    rule = {
        "Type": "AWS::Events::Rule",
        "Properties": {"EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["offload"]}},
    }
    provisioned = deploy(
        {
            "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "jobs"}},
            "Policy": policy,
            "Rule": rule,
        }
    )
    bus = aws("events").describe_event_bus(Name="jobs")
    assert json.loads(bus["Policy"])["Statement"] == [
        {**statement, "Sid": "publishers", "Resource": bus["Arn"]}
    ]
    (found,) = aws("events").list_rules(EventBusName="jobs")["Rules"]
    assert provisioned.resources["App", "Rule"].ref == f"jobs|{found['Name']}"
