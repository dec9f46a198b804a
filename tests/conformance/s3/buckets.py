"""A bucket for each test of S3."""

from typing import TYPE_CHECKING, Any

from tests.conformance.aws import Aws

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class Bucket:
    """A bucket of its own, made on demand."""

    def __init__(self, aws: Aws) -> None:
        self.s3: S3Client = aws.client("s3")
        self.name = aws.unique("bucket")
        where: dict[str, Any] = {}
        if aws.region != "us-east-1":
            where["CreateBucketConfiguration"] = {"LocationConstraint": aws.region}
        self.s3.create_bucket(Bucket=self.name, **where)

    def put(self, key: str, body: bytes = b"x", **more: Any) -> Any:
        """Put an object; return S3's answer."""
        return self.s3.put_object(Bucket=self.name, Key=key, Body=body, **more)

    def get(self, key: str, **more: Any) -> Any:
        """Get an object; return S3's answer, with the body as bytes."""
        answer = self.s3.get_object(Bucket=self.name, Key=key, **more)
        return dict(answer) | {"Body": answer["Body"].read()}

    def keys(self, **more: Any) -> list[str]:
        """Return the keys of one page of the bucket's list."""
        return [
            found["Key"] for found in self.s3.list_objects_v2(Bucket=self.name, **more).get("Contents", [])
        ]

    def url(self, operation: str, key: str, *, expires: int = 300, **parameters: Any) -> str:
        """Return a presigned URL of an operation on a key, good for `expires` seconds."""
        return self.s3.generate_presigned_url(
            operation, Params={"Bucket": self.name, "Key": key} | parameters, ExpiresIn=expires
        )
