"""Objects: the upload that is read, the scratch of a run, and its results, in the payload bucket.

Every key is a function of the job, its run, the chunk and the round: what is done again overwrites the same
with the same. Scratch is forgotten by the bucket's lifecycle, so no end of a run leaves anything to clean up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError
from pydantic import BaseModel

from functions.ingest.chunks import Chunk
from functions.ingest.errors import UploadChanged, UploadNotFound
from functions.ingest.object_writer import ObjectWriter
from functions.offload.object_keys import own_upload, result_key
from functions.offload.step import StepJob

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_PIECE_BYTES: Final = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """An upload as it was when it was first looked at.

    Attributes:
        s3: a low-level client.
        bucket: the payload bucket.
        key: its key.
        etag: what S3 calls this content of it.
        size: in bytes.
    """

    s3: "S3Client"
    bucket: str
    key: str
    etag: str
    size: int

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to before `stop`, at least one; raises UploadChanged.

        https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
        """
        try:
            answer = self.s3.get_object(
                Bucket=self.bucket, Key=self.key, Range=f"bytes={start}-{stop - 1}", IfMatch=self.etag
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ("PreconditionFailed", "NoSuchKey"):
                raise UploadChanged("the upload has changed or gone while it was being read") from error
            raise
        return answer["Body"].read()


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
    job: StepJob

    def look_at_upload(self, key: str) -> Upload:
        """Find an upload; raises UploadNotYours, UploadNotFound."""
        try:
            head = self.s3.head_object(Bucket=self.bucket, Key=own_upload(self.job, key))
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                raise UploadNotFound(f"there is no upload {key}") from error
            raise
        return Upload(self.s3, self.bucket, key, head["ETag"], head["ContentLength"])

    # -- scratch -------------------------------------------------------------------------------------

    def scratch(self, name: str) -> str:
        """Return the key of an object of this run that the next steps need and nobody else."""
        return f"scratch/{self.job.type}/{self.job.owner}/{self.job.id}/{self.job.run}/{name}"

    def scratch_of(self, chunk: Chunk, name: str) -> str:
        """Return the same for an object of one chunk."""
        return self.scratch(f"{chunk.number:05}.{chunk.round}.{name}")

    def result(self, name: str) -> str:
        """Return the key of an object that the job's owner may fetch."""
        return result_key(self.job, name)

    # -- reading and writing -------------------------------------------------------------------------

    def get(self, key: str) -> bytes:
        """Return an object that a step of this run has written."""
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def lines(self, key: str) -> Iterator[bytes]:
        """Yield the lines of such an object with their line breaks; a piece is in memory."""
        body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"]
        yield from body.iter_lines(chunk_size=_PIECE_BYTES, keepends=True)

    def put(self, key: str, content: BaseModel, *, indent: int | None = None) -> int:
        """Write a small object as JSON, indented where people read it; return its bytes."""
        text = content.model_dump_json(indent=indent).encode()
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=text, ContentType="application/json")
        return len(text)

    def writer(self, key: str, media_type: str) -> ObjectWriter:
        """Return a stream into an object of any size."""
        return ObjectWriter(self.s3, self.bucket, key, media_type)
