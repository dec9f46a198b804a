"""Copies: what was sent to whom, as HTML, among the results of the job."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.email.rendering import Mail
from functions.offload.job import JobRef
from functions.offload.object_keys import result_key

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Copies:
    """The copies of one run of a job.

    Args:
        s3: a client of S3.
        bucket: the payload bucket.
        job: whose results they are.
    """

    s3: "S3Client"
    bucket: str
    job: JobRef

    def keep(self, mail: Mail, name: str) -> str:
        """Store a mail under a name, unique within the job, and return the object's key."""
        key = result_key(self.job, f"{name}.html")
        self.s3.put_object(
            Bucket=self.bucket, Key=key, Body=mail.html.encode(), ContentType="text/html; charset=utf-8"
        )
        return key
