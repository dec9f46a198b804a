"""Objects: the upload a job may read, and the results it writes, in the payload bucket.

Keys are a function of the job, its run and the size: a second attempt overwrites what the first one wrote.
"""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from functions.offload.job import JobRef
from functions.offload.object_keys import own_upload, result_key
from functions.thumbnail.errors import UploadNotFound, UploadTooLarge

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

#: The whole file is held in memory. A presigned PUT has no limit of its own.
MAX_UPLOAD_BYTES: Final = 32 * 1024 * 1024


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

    def read_upload(self, key: str) -> bytes:
        """Fetch an uploaded file.

        S3 tells that a key is missing only to a reader who may list the bucket; to others it denies access.
        https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html

        Raises:
            UploadNotYours, UploadNotFound, UploadTooLarge: as their names say.
        """
        try:
            upload = self.s3.get_object(Bucket=self.bucket, Key=own_upload(self.job, key))
        except self.s3.exceptions.NoSuchKey as missing:
            raise UploadNotFound(f"there is no upload {key}") from missing
        with closing(upload["Body"]) as body:
            size = upload["ContentLength"]
            if size > MAX_UPLOAD_BYTES:
                raise UploadTooLarge(f"the upload has {size:,} bytes; at most {MAX_UPLOAD_BYTES:,} are read")
            return body.read()

    def write_result(self, name: str, file: bytes, media_type: str) -> str:
        """Store a file among the run's results and return its key."""
        key = result_key(self.job, name)
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=file, ContentType=media_type)
        return key
