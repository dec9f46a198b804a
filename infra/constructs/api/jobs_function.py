"""The function behind the routes about jobs that exist: read, list, cancel, retry; and behind uploads."""

from constructs import Construct

from infra.constructs.foundation import Foundation
from infra.constructs.job_store import index_arn
from infra.constructs.python_function import PythonFunction

TIMEOUT_SECONDS = 29
"""As long as API Gateway waits."""


def make_jobs_function(scope: Construct, construct_id: str, *, foundation: Foundation) -> PythonFunction:
    """The function `jobs_api`.

    Args:
        scope: what it belongs to.
        construct_id: its name there.
        foundation: what every part stands on.
    """
    settings, job_store, bucket = foundation.settings, foundation.job_store, foundation.bucket
    function = PythonFunction(
        scope,
        construct_id,
        foundation=foundation,
        short_name="jobs-api",
        module="jobs_api.handler",
        timeout_seconds=TIMEOUT_SECONDS,
        memory_mb=512,
        environment={
            "JOB_TABLE": job_store.table_name,
            "PAYLOAD_BUCKET": bucket.bucket_name,
            "INTAKE_QUEUE_URL": foundation.intake.queue_url,
            "LINK_SECONDS": str(settings.link_seconds),
            "RETENTION_DAYS": str(settings.job_retention_days),
            "OWNER_FROM": settings.owner_from,
        },
    )
    function.allow(
        "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:UpdateItem", on=[job_store.table_arn]
    )
    function.allow("dynamodb:Query", on=[index_arn(job_store, "by_owner")])
    function.allow("sqs:SendMessage", on=[foundation.intake.queue_arn])
    function.allow_objects("s3:PutObject", bucket=bucket, prefix="uploads")
    function.allow_objects("s3:GetObject", bucket=bucket, prefix="results")
    return function
