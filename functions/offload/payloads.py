"""Keeps payloads that are too large for the job store in the bucket. Knows S3, not what a payload means."""

import json
from dataclasses import dataclass

from functions.offload.aws import client

#: A larger payload lies in the bucket: DynamoDB bills each write by the size of the whole item.
MAX_INLINE_BYTES = 64 * 1024


@dataclass(frozen=True)
class Payloads:
    """The payload bucket, as far as payloads go; the client of S3 is made when the first large one comes.

    Args:
        bucket: the bucket's name.
    """

    bucket: str

    def keep(self, job_key: str, payload: object) -> str | None:
        """Return the payload as JSON text for the job store, or None once a large one is in the bucket."""
        text = json.dumps(payload, separators=(",", ":"), ensure_ascii=False)
        # Half of a surrogate pair has no UTF-8: what replaces it is its escape in JSON.
        body = text.encode(errors="backslashreplace")
        if len(body) <= MAX_INLINE_BYTES:
            return body.decode()
        client("s3").put_object(
            Bucket=self.bucket, Key=f"payloads/{job_key}", Body=body, ContentType="application/json"
        )
        return None

    def load(self, job_key: str) -> str:
        """Return the JSON text of a payload that lies in the bucket."""
        answer = client("s3").get_object(Bucket=self.bucket, Key=f"payloads/{job_key}")
        return answer["Body"].read().decode()
