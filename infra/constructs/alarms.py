"""The alarms of a stage and the topic they speak to.

The topic has a key of its own, since CloudWatch may not use the one AWS manages:
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
"""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.settings import Settings

OLDEST_MESSAGE_SECONDS = 900
"""A message that has waited longer than this means that its queue is not keeping up."""

OLDEST_RECORD_SECONDS = 300
"""A record of a stream that is read later than this waits behind one that fails, or behind too many."""

FIVE_MINUTES = Duration.minutes(5)


class Alarms(Construct):
    """Tells people what the kit cannot mend by itself.

    Args:
        settings: names the topic, and says whom to mail.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(scope, construct_id)
        self._settings = settings
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
            self, "Topic", topic_name=settings.physical_name("alarms"), master_key=key, enforce_ssl=True
        )
        self.topic.grant_publish(cloudwatch_service)
        if settings.alarm_email is not None:
            self.topic.add_subscription(subscriptions.EmailSubscription(settings.alarm_email))

    def watch_queue(self, queue: sqs.IQueue, short_name: str) -> None:
        """Alarm when a queue's oldest message has waited too long."""
        self._alarm(
            f"{short_name}-age",
            f"The oldest message of {short_name} has waited longer than {OLDEST_MESSAGE_SECONDS} seconds.",
            queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES, statistic="Maximum"),
            above=OLDEST_MESSAGE_SECONDS,
        )

    def watch_dlq(self, dlq: sqs.IQueue, short_name: str) -> None:
        """Alarm when there is anything in a DLQ."""
        self._alarm(
            f"{short_name}-depth",
            f"There are messages in {short_name}: see why, then redrive them.",
            dlq.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES, statistic="Maximum"),
            above=0,
        )

    def watch_function(self, function: lambda_.IFunction, short_name: str) -> None:
        """Alarm when invocations of a function end in an error.

        A failed attempt of a job is no such error: its worker reports it and returns.
        """
        self._alarm(
            f"{short_name}-errors",
            f"Invocations of {short_name} ended in errors.",
            function.metric_errors(period=FIVE_MINUTES, statistic="Sum"),
            above=0,
        )

    def watch_lag(self, function: lambda_.IFunction, short_name: str) -> None:
        """Alarm when a function falls behind its stream: a record that fails holds up what comes after it."""
        self._alarm(
            f"{short_name}-lag",
            f"{short_name} is more than {OLDEST_RECORD_SECONDS} seconds behind its stream.",
            function.metric("IteratorAge", period=FIVE_MINUTES, statistic="Maximum"),
            above=OLDEST_RECORD_SECONDS * 1000,
        )

    def watch_compensations(self) -> None:
        """Alarm when settle or the sweep says that a compensation failed: a workflow is stuck."""
        for service in ("settle", "sweep"):
            self._alarm(
                f"stuck-workflows-{service}",
                "A compensation failed: a workflow is neither done nor undone, and somebody has to look.",
                cloudwatch.Metric(
                    namespace="Offload",
                    metric_name="CompensationFailed",
                    dimensions_map={"service": service},
                    period=FIVE_MINUTES,
                    statistic="Sum",
                ),
                above=0,
            )

    def _alarm(self, short_name: str, description: str, metric: cloudwatch.IMetric, *, above: float) -> None:
        alarm = cloudwatch.Alarm(
            self,
            short_name,
            alarm_name=self._settings.physical_name(short_name),
            alarm_description=description,
            metric=metric,
            threshold=above,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
