"""Multipart uploads."""

import hashlib
from typing import Any

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.s3.buckets import Bucket

GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide"
COMPLETE = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html"
LEAST = 5 * 1024 * 1024


class Upload:
    """A multipart upload of the key `a`."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        upload = bucket.s3.create_multipart_upload(Bucket=bucket.name, Key="a")["UploadId"]
        self.place: Any = {"Bucket": bucket.name, "Key": "a", "UploadId": upload}

    def part(self, number: int, body: bytes) -> dict[str, object]:
        answer = self.bucket.s3.upload_part(**self.place, PartNumber=number, Body=body)
        return {"PartNumber": number, "ETag": answer["ETag"]}

    def complete(self, *parts: dict[str, object]) -> str:
        answer = self.bucket.s3.complete_multipart_upload(
            **self.place,
            MultipartUpload={"Parts": parts},  # type: ignore[typeddict-item]
        )
        return answer["ETag"]


@behaviour(
    f"{GUIDE}/qfacts.html",
    "Part size: 5 MiB to 5 GiB. There is no minimum size limit on the last part of your multipart upload.",
)
def test_each_part_but_the_last_has_at_least_5_mib(aws: Aws) -> None:
    upload = Upload(Bucket(aws))

    with refused("EntityTooSmall"):
        upload.complete(upload.part(1, b"x" * (LEAST - 1)), upload.part(2, b"y"))
    upload.complete(upload.part(1, b"x" * LEAST), upload.part(2, b"y"))

    assert upload.bucket.s3.head_object(Bucket=upload.bucket.name, Key="a")["ContentLength"] == LEAST + 1


@behaviour(
    COMPLETE,
    "Upon receiving this request, Amazon S3 concatenates all the parts in ascending order by part "
    "number to create a new object.",
)
def test_an_upload_is_an_object_once_it_is_complete(aws: Aws) -> None:
    bucket = Bucket(aws)
    upload = Upload(bucket)
    last, first = upload.part(7, b"end"), upload.part(2, b"x" * LEAST)

    assert bucket.keys() == []
    upload.complete(first, last)

    assert bucket.get("a")["Body"] == b"x" * LEAST + b"end"


@behaviour(
    f"{GUIDE}/checking-object-integrity-upload.html",
    "Amazon S3 concatenates the bytes for the MD5 digests together and then calculates the MD5 digest "
    "of these concatenated values. The final step for creating the ETag is when Amazon S3 adds a dash "
    "with the total number of parts to the end.",
)
def test_the_etag_of_an_upload_tells_how_many_parts_it_had(aws: Aws) -> None:
    upload = Upload(Bucket(aws))
    bodies = (b"x" * LEAST, b"y")

    etag = upload.complete(*(upload.part(number, body) for number, body in enumerate(bodies, 1)))

    digests = b"".join(hashlib.md5(body).digest() for body in bodies)
    assert etag == f'"{hashlib.md5(digests).hexdigest()}-2"'


@behaviour(
    COMPLETE,
    "InvalidPartOrder: The list of parts was not in ascending order. The parts list must be specified "
    "in order by part number.",
)
def test_parts_are_listed_in_ascending_order(aws: Aws) -> None:
    upload = Upload(Bucket(aws))
    first, second = upload.part(1, b"x" * LEAST), upload.part(2, b"y")

    with refused("InvalidPartOrder"):
        upload.complete(second, first)


@behaviour(
    COMPLETE,
    "InvalidPart: One or more of the specified parts could not be found. The part might not have been "
    "uploaded, or the specified ETag might not have matched the uploaded part's ETag.",
)
def test_a_part_that_is_not_there_cannot_be_listed(aws: Aws) -> None:
    upload = Upload(Bucket(aws))
    part = upload.part(1, b"y")

    with refused("InvalidPart"):
        upload.complete(part | {"ETag": '"0123456789abcdef0123456789abcdef"'})


@behaviour(
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html",
    "After a multipart upload is aborted, no additional parts can be uploaded using that upload ID.",
)
def test_an_aborted_upload_takes_no_more_parts(aws: Aws) -> None:
    upload = Upload(Bucket(aws))
    upload.part(1, b"x")

    upload.bucket.s3.abort_multipart_upload(**upload.place)

    with refused("NoSuchUpload"):
        upload.part(2, b"y")
