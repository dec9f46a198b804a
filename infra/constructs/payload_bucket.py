"""The bucket of what does not fit in a job: uploads, large payloads, results, and workflows' scratch."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledgement import acknowledge
from infra.settings import DLQ_RETENTION_DAYS, QUEUE_RETENTION_DAYS, Settings

#: Longer than any run of a workflow here takes; what it wrote for itself alone is of no use afterwards.
SCRATCH_DAYS = 3


class PayloadBucket(s3.Bucket):
    """The bucket of a stage.

    Objects outlive the jobs that name them: a job may wait as long as queue and DLQ keep its message, and is
    forgotten `job_retention_days` after its end. A bucket that goes with its stack must be emptied first.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        days = QUEUE_RETENTION_DAYS + DLQ_RETENTION_DAYS + settings.job_retention_days + 1
        super().__init__(
            scope,
            construct_id,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="forget",
                    expiration=Duration.days(days),
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                ),
                s3.LifecycleRule(
                    id="forget-scratch", prefix="scratch/", expiration=Duration.days(SCRATCH_DAYS)
                ),
            ],
            removal_policy=RemovalPolicy.RETAIN if settings.protect_data else RemovalPolicy.DESTROY,
        )
        acknowledge(
            self,
            "AwsSolutions-S1",
            "Access goes through presigned links the kit logs; server access logs would need a second bucket "
            "and double the requests' cost. A team that must have them sets a log bucket here.",
        )
