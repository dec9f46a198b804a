"""The alarms of a stack; all of a stage speak to one topic."""

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
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
        settings: names the alarms.
        topic: whom they tell.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, topic: sns.ITopic) -> None:
        super().__init__(scope, construct_id)
        self._settings, self._topic = settings, topic

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

    def watch_stream(self, stream: kinesis.IStream, short_name: str) -> None:
        """Alarm when a stream refuses records: callers are told 429."""
        self._alarm(
            f"{short_name}-full",
            f"More comes than {short_name} takes, and callers are told to wait: it needs more shards.",
            stream.metric_write_provisioned_throughput_exceeded(period=FIVE_MINUTES, statistic="Sum"),
            above=0,
        )

    def watch_discards(self, mapping: lambda_.IEventSourceMapping, short_name: str) -> None:
        """Alarm when Lambda gives up records of a stream and keeps them in the bucket.

        https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
        """
        self._alarm(
            f"{short_name}-discarded",
            f"Records of {short_name} were given up and lie in the payload bucket under aws/lambda/: see "
            "why, then invoke the function with them.",
            cloudwatch.Metric(
                namespace="AWS/Lambda",
                metric_name="OnFailureDestinationDeliveredEventCount",
                dimensions_map={"EventSourceMappingUUID": mapping.event_source_mapping_id},
                period=FIVE_MINUTES,
                statistic="Sum",
            ),
            above=0,
        )

    def watch_lag(
        self, function: lambda_.IFunction, short_name: str, *, behind_seconds: int = OLDEST_RECORD_SECONDS
    ) -> None:
        """Alarm when a function falls behind its stream: a record that fails holds up what comes after it."""
        self._alarm(
            f"{short_name}-lag",
            f"{short_name} is more than {behind_seconds} seconds behind its stream.",
            function.metric("IteratorAge", period=FIVE_MINUTES, statistic="Maximum"),
            above=behind_seconds * 1000,
        )

    def watch_failures(self, job_type: str, above: int) -> None:
        """Alarm when more than `above` jobs of a type have FAILED within five minutes."""
        self._alarm(
            f"{job_type}-failures",
            f"More than {above} jobs of type {job_type} FAILED: GET /jobs?type={job_type}&status=FAILED"
            " and the metric JobFailed by reason tell why.",
            _metric("JobEnded", {"type": job_type, "status": "FAILED"}),
            above=above,
        )

    def watch_compensations(self) -> None:
        """Alarm when settle or the sweep says that a compensation failed: a workflow is stuck."""
        for service in ("settle", "sweep"):
            self.watch_metric(
                f"stuck-workflows-{service}",
                "A compensation failed: a workflow is neither done nor undone, and somebody has to look.",
                "CompensationFailed",
                {"service": service},
                above=0,
            )

    def watch_metric(
        self, short_name: str, text: str, metric: str, dimensions: Mapping[str, str], *, above: float
    ) -> None:
        """Alarm when a metric of the kit's functions sums up to more than `above` in five minutes."""
        self._alarm(short_name, text, _metric(metric, dimensions), above=above)

    def watch_silence(
        self, short_name: str, text: str, metric: str, dimensions: Mapping[str, str], *, hours: int
    ) -> None:
        """Alarm when a metric of the kit's functions was not counted for so many hours.

        It asks hour by hour, since a day that begins at each full day would end before a late count:
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
        """
        alarm = cloudwatch.Alarm(
            self,
            short_name,
            alarm_name=self._settings.physical_name(short_name),
            alarm_description=text,
            metric=_metric(metric, dimensions).with_(period=Duration.hours(1)),
            threshold=1,
            evaluation_periods=hours,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self._topic))

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
        alarm.add_alarm_action(actions.SnsAction(self._topic))


def _metric(name: str, dimensions: Mapping[str, str]) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="Offload",
        metric_name=name,
        dimensions_map=dict(dimensions),
        period=FIVE_MINUTES,
        statistic="Sum",
    )
