"""Reading what callers uploaded."""

from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class ReadUploads:
    """The function reads objects under `uploads/`; PAYLOAD_BUCKET names the bucket."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permissions."""
        bucket = surroundings.foundation.bucket
        # S3 says only to those who may list a bucket that a key is missing; others it denies, and they retry.
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        grantee.allow("s3:ListBucket", on=[bucket.bucket_arn])
        grantee.allow_objects("s3:GetObject", bucket=bucket, prefix="uploads")
        grantee.tell(PAYLOAD_BUCKET=bucket.bucket_name)
