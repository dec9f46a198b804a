"""Objects: the files a run of a job leaves in the payload bucket.

Keys are a function of the job, its run and the file's name: a second attempt overwrites the first one's.
"""

import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from functions.offload.job import JobRef
from functions.offload.object_keys import result_key
from functions.report.result import StoredFile

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class JobObjects:
    """The objects of one run of one job.

    Attributes:
        s3: a low-level client.
        bucket: the payload bucket.
        job: whose objects they are.
    """

    s3: "S3Client"
    bucket: str
    job: JobRef

    def store(self, name: str, file: IO[bytes], media_type: str) -> StoredFile:
        """Store a file from its beginning; the browser of whoever follows its link saves it as `name`."""
        key = result_key(self.job, name)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        self.s3.put_object(
            Bucket=self.bucket,
            Key=key,
            Body=file,
            ContentLength=size,
            ContentType=media_type,
            ContentDisposition=f'attachment; filename="{name}"',
        )
        return StoredFile(key=key, bytes=size, media_type=media_type)
