import json

import pytest

from tests.flow.local.provision.conftest import AWS, Deploy

ARN = "arn:aws:sqs:us-east-1:123456789012"


def test_a_queue_has_the_attributes_of_its_template(aws: AWS, deploy: Deploy) -> None:
    deploy(
        {
            "Dlq": {
                "Type": "AWS::SQS::Queue",
                "Properties": {"QueueName": "jobs-dlq.fifo", "FifoQueue": True},
            },
            "Queue": {
                "Type": "AWS::SQS::Queue",
                "Properties": {
                    "QueueName": "jobs.fifo",
                    "FifoQueue": True,
                    "DeduplicationScope": "messageGroup",
                    "FifoThroughputLimit": "perMessageGroupId",
                    "VisibilityTimeout": 180,
                    "MessageRetentionPeriod": 1209600,
                    "SqsManagedSseEnabled": True,
                    "RedrivePolicy": {
                        "deadLetterTargetArn": {"Fn::GetAtt": ["Dlq", "Arn"]},
                        "maxReceiveCount": 100,
                    },
                    "Tags": [{"Key": "stage", "Value": "dev"}],
                },
            },
        }
    )
    url = aws("sqs").get_queue_url(QueueName="jobs.fifo")["QueueUrl"]
    attributes = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert json.loads(attributes.pop("RedrivePolicy")) == {
        "deadLetterTargetArn": f"{ARN}:jobs-dlq.fifo",
        "maxReceiveCount": 100,
    }
    assert (
        attributes.items()
        >= {
            "FifoQueue": "true",
            "DeduplicationScope": "messageGroup",
            "FifoThroughputLimit": "perMessageGroupId",
            "VisibilityTimeout": "180",
            "MessageRetentionPeriod": "1209600",
            "SqsManagedSseEnabled": "true",
        }.items()
    )
    assert aws("sqs").list_queue_tags(QueueUrl=url)["Tags"] == {"stage": "dev"}


def test_a_queue_returns_its_url_arn_and_name(aws: AWS, deploy: Deploy) -> None:
    outputs = {
        "Url": {"Value": {"Ref": "Queue"}},
        "Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}},
        "Name": {"Value": {"Fn::GetAtt": ["Queue", "QueueName"]}},
    }
    provisioned = deploy({"Queue": {"Type": "AWS::SQS::Queue"}}, Outputs=outputs)
    (url,) = aws("sqs").list_queues()["QueueUrls"]
    assert provisioned.outputs["App"] == {"Url": url, "Arn": f"{ARN}:App-Queue", "Name": "App-Queue"}


@pytest.mark.parametrize("length", [10, 74, 100])
def test_a_fifo_queue_without_a_name_gets_one_that_sqs_allows(deploy: Deploy, length: int) -> None:
    logical_id = "Q" * length
    provisioned = deploy({logical_id: {"Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": "true"}}})
    name = provisioned.resources["App", logical_id].attributes["QueueName"]
    assert isinstance(name, str)
    assert name.endswith(".fifo")
    assert len(name) == min(len("App-") + length + len(".fifo"), 80)


def test_a_policy_is_given_to_every_queue_it_names(aws: AWS, deploy: Deploy) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    deploy(
        {
            "A": {"Type": "AWS::SQS::Queue"},
            "B": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60}},
            "Policy": {
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {
                    "Queues": [{"Ref": "A"}, {"Ref": "B"}],
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
                },
            },
        }
    )
    for name, visibility in (("App-A", "30"), ("App-B", "60")):
        url = aws("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        attributes = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        assert json.loads(attributes["Policy"])["Statement"] == [statement]
        assert attributes["VisibilityTimeout"] == visibility


def test_a_dlq_keeps_who_may_name_it(aws: AWS, deploy: Deploy) -> None:
    policy = {"redrivePermission": "byQueue", "sourceQueueArns": [f"{ARN}:source"]}
    deploy({"Dlq": {"Type": "AWS::SQS::Queue", "Properties": {"RedriveAllowPolicy": policy}}})
    url = aws("sqs").get_queue_url(QueueName="App-Dlq")["QueueUrl"]
    answer = aws("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["RedriveAllowPolicy"])
    assert json.loads(answer["Attributes"]["RedriveAllowPolicy"]) == policy
