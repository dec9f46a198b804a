"""Uploads from which no result can come: the job fails at once, and tells its owner why."""

import gzip
from dataclasses import dataclass

import pytest

from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import ShownJob
from tests.flow.ingest.analysts import Analyst
from tests.flow.ingest.sales import sales

SALES = sales(200)

HOPELESS = {
    "gzip": (gzip.compress(SALES.encode()), "NotPlainText"),
    "UTF-16": (SALES.encode("utf-16"), "NotPlainText"),
    "UTF-16 without a mark": (SALES.encode("utf-16-le"), "NotPlainText"),
    "nothing at all": (b"", "HeaderMismatch"),
    "another header": (b"a,b\n1,2\n", "HeaderMismatch"),
    "a column twice": (b"order,day,country,quantity,amount,note,day\n", "HeaderMismatch"),
    "a header of 2 MB": (b"x" * 2_000_000, "HeaderMismatch"),
    "garbage": (SALES.encode()[:60] + bytes(range(1, 256)) * 100, "TooManyRejects"),
    "another encoding": (SALES.encode().replace(b"2024", b"\xff\xff"), "TooManyRejects"),
}


@pytest.mark.parametrize(("file", "reason"), HOPELESS.values(), ids=HOPELESS)
def test_a_file_that_cannot_be_ingested_fails_at_once_with_the_reason(
    analyst: Analyst, file: bytes, reason: str
) -> None:
    failed(analyst.ingest(file, chunk_bytes=16 * 1024), reason)


def test_another_owner_s_upload_is_not_read(analyst: Analyst) -> None:
    failed(analyst.ingest(b"", upload="uploads/somebody/1/sales.csv"), "UploadNotYours")


def test_an_upload_that_never_came_is_told(analyst: Analyst) -> None:
    failed(analyst.ingest(b"", upload=analyst.room().key), "UploadNotFound")


def test_a_contract_that_contradicts_itself_fails_at_once(analyst: Analyst) -> None:
    aggregate = {"group_by": ["day"], "measures": [{"column": "country", "function": "sum"}]}

    failed(analyst.ingest(b"", aggregate=aggregate), "InvalidPayload")


def test_another_file_under_the_same_key_is_not_mixed_into_the_first(
    analyst: Analyst, stack: LocalStack
) -> None:
    job = begun_slowly(analyst, stack)
    s3, bucket = stack.client("s3"), bucket_of(stack)
    (upload,) = [key for key in Account(stack).objects("uploads/") if key == job.upload]
    s3.put_object(Bucket=bucket, Key=upload, Body=b"something else")

    failed(analyst.follow(job.id), "UploadChanged")


def test_an_upload_that_goes_while_it_is_read_is_told(analyst: Analyst, stack: LocalStack) -> None:
    job = begun_slowly(analyst, stack)
    stack.client("s3").delete_object(Bucket=bucket_of(stack), Key=job.upload)

    # At once: the chunks themselves see that it is gone, and are not tried again.
    failed(analyst.follow(job.id, within=5), "UploadChanged")


@dataclass(frozen=True)
class Begun:
    """A job under way, and the key of what it reads."""

    id: str
    upload: str


def begun_slowly(analyst: Analyst, stack: LocalStack) -> Begun:
    """Begin a job, and stop the time when it is planned and no chunk is read yet."""
    upload = analyst.upload(SALES.encode())
    stack.faults.delay_call("ingest-map_chunk", "dynamodb", "GetItem", seconds=5, times=100)
    job = analyst.begin(b"", upload=upload)
    stack.clock.advance(seconds=2)
    stack.faults.clear()
    return Begun(job, upload)


def bucket_of(stack: LocalStack) -> str:
    (bucket,) = stack.client("s3").list_buckets()["Buckets"]
    return bucket["Name"]


def failed(job: ShownJob, reason: str) -> None:
    assert (job.status, job.failure, job.result) == ("FAILED", reason, None), job.error
    assert job.error is not None
    assert " " in job.error.message
