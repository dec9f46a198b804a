"""Room for uploads: a key under the owner's prefix, and a presigned URL to put the object there.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html
"""

import secrets
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from functions.offload.aws import client


class Upload(BaseModel):
    """What a client says of the object it is going to upload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    media_type: Annotated[str, Field(max_length=100, pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$")] = (
        "application/octet-stream"
    )


@dataclass(frozen=True)
class Objects:
    """The payload bucket, as the API links to it.

    Args:
        bucket: the bucket's name.
        link_seconds: how long a link holds.
    """

    bucket: str
    link_seconds: int

    def place(self, upload: Upload, owner: str) -> dict[str, object]:
        """Return a fresh key under the owner's prefix, with the URL and headers to PUT the object to it."""
        key = f"uploads/{owner}/{secrets.token_urlsafe(16)}/{upload.name}"
        url = client("s3").generate_presigned_url(
            "put_object",
            Params={"Bucket": self.bucket, "Key": key, "ContentType": upload.media_type},
            ExpiresIn=self.link_seconds,
        )
        return {
            "key": key,
            "url": url,
            "method": "PUT",
            "headers": {"Content-Type": upload.media_type},
            "expires_in": self.link_seconds,
        }

    def link(self, key: str) -> str:
        """Return a presigned URL to GET the object at `key`."""
        return client("s3").generate_presigned_url(
            "get_object", Params={"Bucket": self.bucket, "Key": key}, ExpiresIn=self.link_seconds
        )
