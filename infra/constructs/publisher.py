"""Publisher: tells the bus what has become of each job, from the job store's stream.

Nobody writes twice: what ends a job is one write, and the stream is the outbox behind it. A stream is read
in order, so a record that fails holds up its shard; it is tried until it is old, then the DLQ tells of it.
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

import json

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.constructs.foundation import Foundation
from infra.constructs.python_function import PythonFunction
from infra.settings import DLQ_RETENTION_DAYS

NAME = "publisher"

TIMEOUT_SECONDS = 60

BATCH_SIZE = 100
"""Records at once: ten requests to the bus."""

WINDOW_SECONDS = 1
"""A job that is accepted, begun and done in a second is told of in one invocation."""

GIVE_UP_AFTER = Duration.hours(12)
"""The stream keeps a record for 24 hours: so half of them are left to look at what was given up."""

BEHIND_SECONDS = 300
"""A record that is read later than this waits behind one that fails, or behind too many."""

READING = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html"""

NOT_RUNNING = {"status": {"S": [{"anything-but": ["RUNNING"]}]}}
NEWS: tuple[dict[str, object], ...] = (
    {"eventName": ["INSERT"]},
    {"eventName": ["MODIFY"], "dynamodb": {"OldImage": NOT_RUNNING}},
    {"eventName": ["MODIFY"], "dynamodb": {"NewImage": NOT_RUNNING}},
)
"""All but an expiry, and what leaves a RUNNING job RUNNING: an attempt, a lease, a flag, progress."""


class Publisher(Construct):
    """The function behind the stream, the mapping between them, and the DLQ for what cannot be told.

    Args:
        foundation: what every part stands on; the events go to its bus.
    """

    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        bus, alarms = foundation.bus, foundation.alarms
        dlq = self._dlq(foundation)
        function = PythonFunction(
            self,
            "Publisher",
            foundation=foundation,
            short_name=NAME,
            module="publisher.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={"EVENT_BUS": bus.event_bus_name, "DLQ_URL": dlq.queue_url},
        )
        function.allow("events:PutEvents", on=[bus.event_bus_arn])
        function.allow("sqs:SendMessage", on=[dlq.queue_arn])
        self._feed(function, foundation, dlq)
        alarms.watch_dlq(dlq, f"{NAME}-dlq")
        alarms.watch_lag(function.function, NAME, behind_seconds=BEHIND_SECONDS)

    def _dlq(self, foundation: Foundation) -> sqs.Queue:
        dlq = sqs.Queue(
            self,
            "Dlq",
            queue_name=foundation.settings.physical_name(f"{NAME}-dlq"),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(DLQ_RETENTION_DAYS),
        )
        acknowledge(dlq, "AwsSolutions-SQS3", "It is itself the DLQ: of a mapping, not of a queue.")
        return dlq

    def _feed(self, function: PythonFunction, foundation: Foundation, dlq: sqs.Queue) -> None:
        stream_arn = foundation.job_store.table_stream_arn
        assert stream_arn is not None  # the job store has one
        function.allow(*(f"dynamodb:{action}" for action in READING), on=[stream_arn])
        mapping = lambda_.CfnEventSourceMapping(
            self,
            "Mapping",
            function_name=function.function.function_name,
            event_source_arn=stream_arn,
            # What was written before the mapping was there is told too.
            starting_position="TRIM_HORIZON",
            batch_size=BATCH_SIZE,
            maximum_batching_window_in_seconds=WINDOW_SECONDS,
            bisect_batch_on_function_error=True,
            maximum_retry_attempts=-1,
            maximum_record_age_in_seconds=int(GIVE_UP_AFTER.to_seconds()),
            function_response_types=["ReportBatchItemFailures"],
            destination_config=lambda_.CfnEventSourceMapping.DestinationConfigProperty(
                on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(destination=dlq.queue_arn)
            ),
            filter_criteria=lambda_.CfnEventSourceMapping.FilterCriteriaProperty(
                filters=[
                    lambda_.CfnEventSourceMapping.FilterProperty(pattern=json.dumps(pattern))
                    for pattern in NEWS
                ]
            ),
        )
        # Lambda tries the permissions out when the mapping is made.
        mapping.node.add_dependency(function.role)
