"""The payload bucket of the tests, on moto, and the job that works in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from moto import mock_aws

from functions.offload.job import JobRef
from functions.thumbnail.objects import JobObjects
from tests.unit.aws_session import aws_session

BUCKET = "payloads"
JOB = JobRef(owner="alice", id="thumbnail.a", type="thumbnail", run=2)


@contextmanager
def empty_bucket() -> Iterator[JobObjects]:
    """The job's objects in a new, empty bucket."""
    with mock_aws():
        s3 = aws_session().client("s3")
        s3.create_bucket(Bucket=BUCKET)
        yield JobObjects(s3, BUCKET, JOB)


def upload(objects: JobObjects, file: bytes, key: str = "uploads/alice/1/picture") -> str:
    """Put a file where a presigned upload would; returns its key."""
    objects.s3.put_object(Bucket=BUCKET, Key=key, Body=file)
    return key


def stored(objects: JobObjects) -> dict[str, bytes]:
    """All results in the bucket."""
    found = objects.s3.list_objects_v2(Bucket=BUCKET, Prefix="results/").get("Contents", [])
    return {
        item["Key"]: objects.s3.get_object(Bucket=BUCKET, Key=item["Key"])["Body"].read() for item in found
    }
