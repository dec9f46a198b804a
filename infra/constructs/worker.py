"""A job type that a Lambda function does."""

from constructs import Construct

from infra.constructs.foundation import Foundation
from infra.constructs.job_queue import JobQueue
from infra.constructs.work_queue import WorkQueue
from infra.job_types import WorkerType


class Worker(Construct):
    """The queue, the DLQ and the worker of one job type.

    Args:
        foundation: what every part stands on.
        job_type: the entry of the catalog.
        intake: the intake queue.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        foundation: Foundation,
        job_type: WorkerType,
        intake: JobQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        work = WorkQueue(
            self,
            "Work",
            foundation=foundation,
            job_type=job_type,
            intake=intake,
            ordered=job_type.ordered,
            short_name=job_type.name,
            module=f"{job_type.name}.handler",
        )
        self.source = work.source
        bucket = foundation.bucket
        # S3 says only to those who may list a bucket that a key is missing; others it denies, and they retry.
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        work.consumer.allow("s3:ListBucket", on=[bucket.bucket_arn])
        work.consumer.allow_objects("s3:GetObject", bucket=bucket, prefix="uploads")
        work.consumer.allow_objects("s3:PutObject", bucket=bucket, prefix="results")
