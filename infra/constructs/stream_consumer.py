"""A stream to a function: the mapping, the queue for what it gives up, and who is told when it lags.

A stream is read in order, so what fails holds up its shard. A failed batch is halved until the record that
fails is alone, and given up when it is too old; then the queue says which it was.
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

import json
from collections.abc import Mapping, Sequence

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.foundation import Foundation
from infra.constructs.python_function import PythonFunction
from infra.settings import DLQ_RETENTION_DAYS


class StreamConsumer(Construct):
    """The mapping of a stream to its function.

    Args:
        foundation: settings and alarms.
        short_name: of the function; its queue is `{short_name}-dlq`.
        consumer: answers with the records that failed; it is told of the queue as DLQ_URL.
        stream_arn: the stream.
        actions: what reading it takes.
        batch_size: records an invocation is given at most.
        window_seconds: how long a batch may wait to fill up.
        give_up_after: how old a record becomes that always fails.
        filters: patterns, of which a record has to match one; without any, all are passed on.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        short_name: str,
        consumer: PythonFunction,
        stream_arn: str,
        actions: Sequence[str],
        batch_size: int,
        window_seconds: int,
        give_up_after: Duration,
        filters: Sequence[Mapping[str, object]] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        self.dlq = sqs.Queue(
            self,
            "Dlq",
            queue_name=foundation.settings.physical_name(f"{short_name}-dlq"),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(DLQ_RETENTION_DAYS),
        )
        acknowledge(self.dlq, "AwsSolutions-SQS3", "It is itself the DLQ: of a mapping, not of a queue.")
        consumer.allow("sqs:SendMessage", on=[self.dlq.queue_arn])
        consumer.allow(*actions, on=[stream_arn])
        consumer.function.add_environment("DLQ_URL", self.dlq.queue_url)
        mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=consumer.function.function_name,
            event_source_arn=stream_arn,
            # What was written before the mapping was there is told too.
            starting_position="TRIM_HORIZON",
            batch_size=batch_size,
            maximum_batching_window_in_seconds=window_seconds,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=-1,
            maximum_record_age_in_seconds=int(give_up_after.to_seconds()),
            function_response_types=["ReportBatchItemFailures"],
            destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
                on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=self.dlq.queue_arn)
            ),
            filter_criteria=lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
                filters=[
                    lambda_.CfnEventSourceMapping.FilterProperty(pattern=json.dumps(pattern))
                    for pattern in filters
                ]
            )
            if filters
            else None,
        )
        # Lambda tries out the permissions when the mapping is made.
        mapping.node.add_dependency(consumer.role)
        foundation.alarms.watch_dlq(self.dlq, f"{short_name}-dlq")
        foundation.alarms.watch_lag(consumer.function, short_name)
