import json

from tests.flow.local.provision.conftest import AWS, Deploy

TOPIC = {
    "Type": "AWS::SNS::Topic",
    "Properties": {"TopicName": "alarms", "KmsMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}},
}
KEY = {
    "Type": "AWS::KMS::Key",
    "Properties": {"Description": "of alarms", "EnableKeyRotation": True, "KeyPolicy": {"Statement": []}},
}


def test_an_alarm_speaks_to_its_topic(aws: AWS, deploy: Deploy) -> None:
    dimension = {"Name": "QueueName", "Value": "jobs-dlq"}
    alarm = {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmName": "dlq",
            "AlarmActions": [{"Ref": "Topic"}],
            "OKActions": [{"Ref": "Topic"}],
            "ComparisonOperator": "GreaterThanThreshold",
            "Dimensions": [dimension],
            "EvaluationPeriods": 1,
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Namespace": "AWS/SQS",
            "Period": 300,
            "Statistic": "Maximum",
            "Threshold": 0,
            "TreatMissingData": "notBreaching",
        },
    }
    provisioned = deploy({"Key": KEY, "Topic": TOPIC, "Alarm": alarm})
    (found,) = aws("cloudwatch").describe_alarms()["MetricAlarms"]
    topic = provisioned.resources["App", "Topic"].ref
    assert (
        found["AlarmActions"]
        == found["OKActions"]
        == [topic]
        == [aws("sns").list_topics()["Topics"][0]["TopicArn"]]
    )
    assert (found["Threshold"], found["Period"], found["Dimensions"]) == (0.0, 300, [dimension])
    assert provisioned.resources["App", "Alarm"].attributes == {"Arn": found["AlarmArn"]}


def test_an_alarm_may_compute_with_several_metrics(aws: AWS, deploy: Deploy) -> None:
    metric = {
        "MetricName": "NumberOfMessagesSent",
        "Namespace": "AWS/SQS",
        "Dimensions": [{"Name": "QueueName", "Value": "a"}],
    }
    queries = [
        {"Id": "sum", "Expression": "a+a", "ReturnData": True},
        {"Id": "a", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}, "ReturnData": False},
    ]
    alarm = {
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "Metrics": queries,
    }
    deploy({"Alarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": alarm}})
    (found,) = aws("cloudwatch").describe_alarms()["MetricAlarms"]
    assert [query["Id"] for query in found["Metrics"]] == ["sum", "a"]
    assert found["Metrics"][1]["MetricStat"]["Metric"] == metric


def test_a_topic_has_its_policy_and_its_subscriptions(aws: AWS, deploy: Deploy) -> None:
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "tls", "Effect": "Deny", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}
        ],
    }
    subscription = {
        "TopicArn": {"Ref": "Topic"},
        "Protocol": "sqs",
        "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
        "RawMessageDelivery": True,
        "FilterPolicy": {"kind": ["alarm"]},
    }
    provisioned = deploy(
        {
            "Key": KEY,
            "Topic": TOPIC,
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Policy": {
                "Type": "AWS::SNS::TopicPolicy",
                "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": policy},
            },
            "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": subscription},
        }
    )
    topic = aws("sns").get_topic_attributes(TopicArn=provisioned.resources["App", "Topic"].ref)["Attributes"]
    assert json.loads(topic["Policy"]) == policy
    arn = provisioned.resources["App", "Subscription"].ref
    found = aws("sns").get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert found["RawMessageDelivery"] == "true"
    assert json.loads(found["FilterPolicy"]) == {"kind": ["alarm"]}


def test_a_dashboard_has_its_body(aws: AWS, deploy: Deploy) -> None:
    body: dict[str, list[object]] = {"widgets": []}
    properties = {"DashboardName": "jobs", "DashboardBody": json.dumps(body)}
    deploy({"Board": {"Type": "AWS::CloudWatch::Dashboard", "Properties": properties}})
    assert json.loads(aws("cloudwatch").get_dashboard(DashboardName="jobs")["DashboardBody"]) == body
