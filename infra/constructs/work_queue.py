"""A job type's queue and the function that takes from it: a worker, or the starter of a workflow.

What the two have in common is here: how a run is claimed, retried, ended and given up is the same for both.
"""

from collections.abc import Mapping

from constructs import Construct

from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.workload.job_types import JobType


class WorkQueue(Construct):
    """The queue of a job type, and its consumer.

    Args:
        foundation: what every part stands on.
        job_type: gives attempts, backoff, timeout, memory, batch and concurrency.
        ordered: whether the queue is FIFO.
        short_name: of the consumer.
        module: of the consumer, below `functions`.
        environment: of the consumer, beyond what both kinds are told.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        job_type: JobType,
        ordered: bool,
        short_name: str,
        module: str,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        settings, job_store = foundation.settings, foundation.job_store
        bucket, intake = foundation.bucket, foundation.intake
        self.source = JobQueue(
            self,
            "Jobs",
            settings=settings,
            alarms=foundation.alarms,
            short_name=job_type.name,
            fifo=ordered,
            consumer_timeout_seconds=job_type.timeout_seconds,
        )
        self.consumer = PythonFunction(
            self,
            "Consumer",
            foundation=foundation,
            short_name=short_name,
            module=module,
            timeout_seconds=job_type.timeout_seconds,
            memory_mb=job_type.memory_mb,
            environment={
                "JOB_TABLE": job_store.table_name,
                "PAYLOAD_BUCKET": bucket.bucket_name,
                "JOB_TYPE": job_type.name,
                "DLQ_URL": self.source.dlq.queue_url,
                "INTAKE_QUEUE_URL": intake.queue_url,
                "MAX_ATTEMPTS": str(job_type.attempts),
                "BACKOFF_BASE_SECONDS": str(job_type.backoff_base_seconds),
                "BACKOFF_CAP_SECONDS": str(job_type.backoff_cap_seconds),
                "RETENTION_DAYS": str(settings.job_retention_days),
                **(environment or {}),
            },
        )
        self.consumer.consume(
            self.source, batch_size=job_type.batch_size, max_concurrency=job_type.max_concurrency
        )
        self.consumer.allow("dynamodb:UpdateItem", on=[job_store.table_arn])
        self.consumer.allow_objects("s3:GetObject", bucket=bucket, prefix="payloads")
        # A redriven message of a FAILED job goes back to intake, as a retry.
        self.consumer.allow("sqs:SendMessage", on=[self.source.dlq.queue_arn, intake.queue_arn])
        foundation.alarms.watch_failures(job_type.name, job_type.failures)
