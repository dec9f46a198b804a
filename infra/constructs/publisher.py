"""Publisher: tells the bus what has become of each job, from the job store's stream.

Nobody writes twice: what ends a job is one write, and the stream is the outbox behind it.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""

from aws_cdk import Duration
from constructs import Construct

from infra.constructs.foundation import Foundation
from infra.constructs.python_function import PythonFunction
from infra.constructs.stream_consumer import StreamConsumer

TIMEOUT_SECONDS = 60

BATCH_SIZE = 100
"""Records at once: ten requests to the bus."""

WINDOW_SECONDS = 1
"""A job that is accepted, begun and done in a second is told of in one invocation."""

GIVE_UP_AFTER = Duration.hours(12)
"""The stream keeps a record for 24 hours: so half of them are left to look at what was given up."""

NOT_RUNNING = {"status": {"S": [{"anything-but": ["RUNNING"]}]}}
NEWS: tuple[dict[str, object], ...] = (
    {"eventName": ["INSERT"]},
    {"eventName": ["MODIFY"], "dynamodb": {"OldImage": NOT_RUNNING}},
    {"eventName": ["MODIFY"], "dynamodb": {"NewImage": NOT_RUNNING}},
)
"""All but an expiry, and what leaves a RUNNING job RUNNING: an attempt, a lease, a flag, progress."""


class Publisher(Construct):
    """The function behind the stream.

    Args:
        foundation: what every part stands on; the events go to its bus.
    """

    def __init__(self, scope: Construct, construct_id: str, *, foundation: Foundation) -> None:
        super().__init__(scope, construct_id)
        stream_arn = foundation.job_store.table_stream_arn
        assert stream_arn is not None  # the job store has one
        function = PythonFunction(
            self,
            "Publisher",
            foundation=foundation,
            short_name="publisher",
            module="publisher.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={"EVENT_BUS": foundation.bus.event_bus_name},
        )
        function.allow("events:PutEvents", on=[foundation.bus.event_bus_arn])
        StreamConsumer(
            self,
            "Changes",
            foundation=foundation,
            short_name="publisher",
            consumer=function,
            stream_arn=stream_arn,
            actions=[
                f"dynamodb:{action}"
                for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
            ],
            batch_size=BATCH_SIZE,
            window_seconds=WINDOW_SECONDS,
            give_up_after=GIVE_UP_AFTER,
            filters=NEWS,
        )
