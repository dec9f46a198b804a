"""A stream with the function behind it, and the bucket for what the function cannot take.

Lambda halves a batch that fails until what fails is alone, tries that so often, and then stores it whole in
the payload bucket, under `aws/lambda/`: a queue would only be told where in the stream it was.
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
"""

import jsii
from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_kinesis as kinesis
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.python_function import PythonFunction
from infra.workload.grant import Surroundings
from infra.workload.stream import Stream

DISCARDED = "aws/lambda"
"""Where in the bucket Lambda stores what it gives up; the name is Lambda's own."""


@jsii.implements(lambda_.IEventSourceDlq)
class _Discarded:
    """A bucket as on-failure destination. The CDK's own lets the function do more with it than store."""

    def __init__(self, bucket_arn: str) -> None:
        self._bucket_arn = bucket_arn

    def bind(
        self,
        target: lambda_.IEventSourceMapping,  # noqa: ARG002
        target_handler: lambda_.IFunction,  # noqa: ARG002
    ) -> lambda_.DlqDestinationConfig:
        """Return what the mapping is to say of the bucket."""
        return lambda_.DlqDestinationConfig(destination=self._bucket_arn)


class StreamConsumer(Construct):
    """The stream and the function of an entry.

    Args:
        entry: of the catalog.
        surroundings: what its workload has around it.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, entry: Stream, surroundings: Surroundings
    ) -> None:
        super().__init__(scope, construct_id)
        foundation = surroundings.foundation
        short_name = f"{surroundings.workload}-{entry.name}"
        stream = kinesis.Stream(
            self,
            "Stream",
            stream_name=foundation.settings.physical_name(short_name),
            stream_mode=kinesis.StreamMode.PROVISIONED,
            shard_count=entry.shards,
            retention_period=Duration.hours(entry.retention_hours),
            encryption=kinesis.StreamEncryption.MANAGED,
            removal_policy=RemovalPolicy.DESTROY,
        )
        function = PythonFunction(
            self,
            "Consumer",
            foundation=foundation,
            short_name=short_name,
            module=f"{surroundings.workload}.{entry.function_module}",
            timeout_seconds=entry.timeout_seconds,
            memory_mb=entry.memory_mb,
            environment=entry.environment,
        )
        for grant in entry.grants:
            grant.give(function, surroundings)
        bucket = foundation.bucket
        # https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
        function.allow(
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
            on=[stream.stream_arn],
        )
        function.allow("s3:ListBucket", on=[bucket.bucket_arn])
        function.allow_objects("s3:PutObject", bucket=bucket, prefix=DISCARDED)
        mapping = function.function.add_event_source_mapping(
            "Records",
            event_source_arn=stream.stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=entry.batch_size,
            max_batching_window=Duration.seconds(entry.batch_seconds),
            parallelization_factor=entry.parallelism,
            bisect_batch_on_error=True,
            report_batch_item_failures=True,
            retry_attempts=entry.retries,
            max_record_age=Duration.seconds(entry.max_age_seconds),
            on_failure=_Discarded(bucket.bucket_arn),
            metrics_config=lambda_.MetricsConfig(metrics=[lambda_.MetricType.EVENT_COUNT]),
        )
        foundation.alarms.watch_stream(stream, short_name)
        foundation.alarms.watch_lag(function.function, short_name, behind_seconds=entry.behind_seconds)
        foundation.alarms.watch_discards(mapping, short_name)
