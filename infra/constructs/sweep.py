"""Sweep: once a minute, ends the jobs nobody else will end.

Those are jobs whose last attempt died without a word, and workflows whose status event never came.
"""

from collections.abc import Mapping, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_events as events
from constructs import Construct

from infra.constructs.event_queue import EventQueue
from infra.constructs.executions import allow_describing
from infra.constructs.foundation import Foundation
from infra.constructs.job_store import index_arn
from infra.constructs.python_function import PythonFunction
from infra.constructs.queues_by_name import QueuePair

TIMEOUT_SECONDS = 50
"""Less than the minute between two sweeps."""


class Sweep(Construct):
    """The schedule, the queue and the function.

    Args:
        foundation: what every part stands on.
        work_queues: each job type's queue, by its name; what is ended goes to its DLQ too.
        workflows: the names of those in the catalog.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        work_queues: Mapping[str, QueuePair],
        workflows: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        job_store = foundation.job_store
        function = PythonFunction(
            self,
            "Sweep",
            foundation=foundation,
            short_name="sweep",
            module="sweep.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={
                "JOB_TABLE": job_store.table_name,
                "DEAD_LETTER_QUEUES": Stack.of(self).to_json_string(
                    {
                        name: {"url": work.dlq.queue_url, "ordered": work.fifo}
                        for name, work in work_queues.items()
                    }
                ),
                "RETENTION_DAYS": str(foundation.settings.job_retention_days),
            },
        )
        function.allow("dynamodb:Query", on=[index_arn(job_store, "watched")])
        function.allow("dynamodb:GetItem", "dynamodb:UpdateItem", on=[job_store.table_arn])
        if work_queues:
            function.allow("sqs:SendMessage", on=[work.dlq.queue_arn for work in work_queues.values()])
        for workflow in workflows:
            allow_describing(function, settings=foundation.settings, workflow=workflow)
        self.source = EventQueue(
            self,
            "Minutes",
            foundation=foundation,
            short_name="sweep",
            consumer=function,
            consumer_timeout_seconds=TIMEOUT_SECONDS,
            max_concurrency=2,
            schedule=events.Schedule.rate(Duration.minutes(1)),
        ).source
