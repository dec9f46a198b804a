"""Writing the objects that a job's result names."""

from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class WriteResults:
    """The function writes objects under `results/`; PAYLOAD_BUCKET names the bucket."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        bucket = surroundings.foundation.bucket
        grantee.allow_objects("s3:PutObject", bucket=bucket, prefix="results")
        grantee.tell(PAYLOAD_BUCKET=bucket.bucket_name)
