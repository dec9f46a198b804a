"""The workload's scratch: what the steps of a run leave for each other, and nobody else reads."""

from infra.workload.grant import Grantee, Surroundings


class UseScratch:
    """Does these actions on objects under `scratch/{workload}/`; PAYLOAD_BUCKET names the bucket.

    The bucket forgets them after some days, so nobody needs to delete any.

    Args:
        actions: such as "GetObject"; the parts of a large object need "PutObject" too.
    """

    def __init__(self, *actions: str) -> None:
        self.actions = actions

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permissions."""
        bucket = surroundings.foundation.bucket
        for action in self.actions:
            grantee.allow_objects(f"s3:{action}", bucket=bucket, prefix=f"scratch/{surroundings.workload}")
        grantee.tell(PAYLOAD_BUCKET=bucket.bucket_name)
