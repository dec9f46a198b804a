import pytest

from local.provision.errors import Unsupported
from tests.flow.local.provision.conftest import AWS, Deploy

QUEUE = {"Type": "AWS::SQS::Queue"}
ROLE = "arn:aws:iam::123456789012:role/r"


def test_a_schedule_has_its_group_and_its_target(aws: AWS, deploy: Deploy) -> None:
    target = {
        "Arn": {"Fn::GetAtt": ["Queue", "Arn"]},
        "RoleArn": ROLE,
        "Input": '{"a": 1}',
        "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["Queue", "Arn"]}},
        "RetryPolicy": {"MaximumEventAgeInSeconds": 600, "MaximumRetryAttempts": 3},
        "SqsParameters": {},
    }
    schedule = {
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "GroupName": {"Ref": "Group"},
        "ScheduleExpression": "cron(0 8 * * ? *)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "State": "ENABLED",
        "Target": target,
    }
    provisioned = deploy(
        {
            "Queue": QUEUE,
            "Group": {"Type": "AWS::Scheduler::ScheduleGroup"},
            "Morning": {"Type": "AWS::Scheduler::Schedule", "Properties": schedule},
        }
    )
    found = aws("scheduler").get_schedule(Name="App-Morning", GroupName="App-Group")
    assert provisioned.resources["App", "Morning"].attributes == {"Arn": found["Arn"]}
    assert found["ScheduleExpressionTimezone"] == "Europe/Berlin"
    arn = "arn:aws:sqs:us-east-1:123456789012:App-Queue"
    assert found["Target"] == {**target, "Arn": arn, "DeadLetterConfig": {"Arn": arn}}


def test_a_universal_targets_parameters_are_refused_by_name(deploy: Deploy) -> None:
    schedule = {
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5},
        "ScheduleExpression": "rate(1 hour)",
        "Target": {"Arn": "arn:x", "RoleArn": ROLE, "EcsParameters": {}},
    }
    with pytest.raises(Unsupported) as refused:
        deploy({"S": {"Type": "AWS::Scheduler::Schedule", "Properties": schedule}})
    assert [finding.property for finding in refused.value.findings] == [
        "FlexibleTimeWindow.MaximumWindowInMinutes",
        "Target.EcsParameters",
    ]


def test_a_data_stream_has_its_shards_and_its_retention(aws: AWS, deploy: Deploy) -> None:
    stream = {"ShardCount": 2, "RetentionPeriodHours": 48, "StreamModeDetails": {"StreamMode": "PROVISIONED"}}
    provisioned = deploy({"Stream": {"Type": "AWS::Kinesis::Stream", "Properties": stream}})
    found = aws("kinesis").describe_stream(StreamName="App-Stream")["StreamDescription"]
    assert (len(found["Shards"]), found["RetentionPeriodHours"]) == (2, 48)
    assert provisioned.resources["App", "Stream"].attributes == {"Arn": found["StreamARN"]}


def test_a_consumer_of_its_own_is_refused(deploy: Deploy) -> None:
    with pytest.raises(Unsupported, match=r"AWS::Kinesis::StreamConsumer"):
        deploy({"Consumer": {"Type": "AWS::Kinesis::StreamConsumer", "Properties": {}}})
