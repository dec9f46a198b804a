"""The topic that the alarms of a stage speak to.

It has a key of its own, since CloudWatch may not use the one AWS manages:
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.settings import Settings

SHORT_NAME = "alarms"


class AlarmTopic(Construct):
    """The topic, its key, and whom it mails.

    Args:
        settings: names the topic, and says whom to mail.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        cloudwatch_service = iam.ServicePrincipal("cloudwatch.amazonaws.com")
        key = kms.Key(
            self,
            "Key",
            description="Alarms of Offload",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.DESTROY,
        )
        key.grant(cloudwatch_service, "kms:Decrypt", "kms:GenerateDataKey")
        self.topic = sns.Topic(
            self, "Topic", topic_name=settings.physical_name(SHORT_NAME), master_key=key, enforce_ssl=True
        )
        self.topic.grant_publish(cloudwatch_service)
        if settings.alarm_email is not None:
            self.topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))


def topic_by_name(scope: Construct, construct_id: str, *, settings: Settings) -> sns.ITopic:
    """The topic, for a stack that does not hold it."""
    arn = Stack.of(scope).format_arn(service="sns", resource=settings.physical_name(SHORT_NAME))
    return sns.Topic.from_topic_arn(scope, construct_id, arn)
