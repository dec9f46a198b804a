"""Intake: takes every submission off the intake queue, records the job, and sends it to its type's queue."""

from collections.abc import Mapping

from aws_cdk import Stack
from constructs import Construct

from infra.constructs.alarms import Alarms
from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.constructs.queues_by_name import QueuePair
from infra.settings import Settings

TIMEOUT_SECONDS = 30


def make_intake_queue(scope: Construct, construct_id: str, *, settings: Settings, alarms: Alarms) -> JobQueue:
    """The FIFO queue that keeps what was accepted: the order per key survives the hop."""
    return JobQueue(
        scope,
        construct_id,
        settings=settings,
        alarms=alarms,
        short_name="intake",
        fifo=True,
        consumer_timeout_seconds=TIMEOUT_SECONDS,
    )


class Intake(Construct):
    """The function behind the intake queue.

    Args:
        foundation: what every part stands on.
        queue: the intake queue.
        work_queues: each job type's queue, by its name.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        queue: JobQueue,
        work_queues: Mapping[str, QueuePair],
    ) -> None:
        super().__init__(scope, construct_id)
        job_store, bucket = foundation.job_store, foundation.bucket
        function = PythonFunction(
            self,
            "Intake",
            foundation=foundation,
            short_name="intake",
            module="intake.handler",
            timeout_seconds=TIMEOUT_SECONDS,
            environment={
                "JOB_TABLE": job_store.table_name,
                "PAYLOAD_BUCKET": bucket.bucket_name,
                "WORK_QUEUES": Stack.of(self).to_json_string(
                    {
                        name: {"url": work.queue.queue_url, "ordered": work.fifo}
                        for name, work in work_queues.items()
                    }
                ),
                "RETENTION_DAYS": str(foundation.settings.job_retention_days),
            },
        )
        function.consume(queue, batch_size=10, max_concurrency=100)
        function.allow("dynamodb:PutItem", "dynamodb:UpdateItem", on=[job_store.table_arn])
        function.allow_objects("s3:PutObject", bucket=bucket, prefix="payloads")
        if work_queues:
            function.allow("sqs:SendMessage", on=[work.queue.queue_arn for work in work_queues.values()])
