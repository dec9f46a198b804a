"""A stream into an object of any size, with one part of it in memory.

The object appears when the stream is closed, whole; one that is never closed leaves nothing that could be
read, and its parts go by the bucket's lifecycle.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
"""

from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import CompletedPartTypeDef

#: S3 takes 10,000 parts of at least 5 MiB: 80 GiB in all.
PART_BYTES: Final = 8 * 1024 * 1024


class ObjectWriter:
    """A binary file that can be written from begin to end.

    Args:
        s3: a low-level client.
        bucket: the bucket.
        key: of the object.
        media_type: of the object.
    """

    def __init__(self, s3: "S3Client", bucket: str, key: str, media_type: str) -> None:
        self._s3 = s3
        self._bucket = bucket
        self.key = key
        self.media_type = media_type
        self._buffer = bytearray()
        self._written = 0
        self._upload: str | None = None
        self._parts: list[CompletedPartTypeDef] = []
        self.closed = False

    def write(self, data: bytes) -> int:
        """Take more of the content."""
        self._buffer += data
        self._written += len(data)
        while len(self._buffer) >= PART_BYTES:
            self._send(bytes(self._buffer[:PART_BYTES]))
            del self._buffer[:PART_BYTES]
        return len(data)

    def tell(self) -> int:
        """Return the bytes taken so far."""
        return self._written

    def flush(self) -> None:
        """Do nothing: a part is sent when it is full."""

    def close(self) -> None:
        """Let the object appear."""
        if self.closed:
            return
        self.closed = True
        if self._upload is None:
            self._s3.put_object(
                Bucket=self._bucket, Key=self.key, Body=bytes(self._buffer), ContentType=self.media_type
            )
            return
        if self._buffer:
            self._send(bytes(self._buffer))
        self._s3.complete_multipart_upload(
            Bucket=self._bucket,
            Key=self.key,
            UploadId=self._upload,
            MultipartUpload={"Parts": self._parts},
        )

    def _send(self, part: bytes) -> None:
        if self._upload is None:
            self._upload = self._s3.create_multipart_upload(
                Bucket=self._bucket, Key=self.key, ContentType=self.media_type
            )["UploadId"]
        number = len(self._parts) + 1
        sent = self._s3.upload_part(
            Bucket=self._bucket, Key=self.key, UploadId=self._upload, PartNumber=number, Body=part
        )
        self._parts.append({"ETag": sent["ETag"], "PartNumber": number})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
