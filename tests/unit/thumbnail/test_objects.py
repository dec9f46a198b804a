"""The payload bucket, as one job may use it."""

import pytest

from functions.offload.object_keys import UploadNotYours
from functions.thumbnail.errors import UploadNotFound, UploadTooLarge
from functions.thumbnail.objects import MAX_UPLOAD_BYTES, JobObjects
from tests.unit.thumbnail.bucket import BUCKET, upload


def test_an_own_upload_is_read(objects: JobObjects) -> None:
    assert objects.read_upload(upload(objects, b"pixels")) == b"pixels"


@pytest.mark.parametrize(
    "key", ["uploads/bob/1/photo.jpg", "uploads/alice-too/1/photo.jpg", "results/alice/1/2"]
)
def test_what_is_not_ones_own_upload_is_not_even_looked_for(objects: JobObjects, key: str) -> None:
    upload(objects, b"pixels", key)
    with pytest.raises(UploadNotYours):
        objects.read_upload(key)


def test_a_missing_upload_is_named(objects: JobObjects) -> None:
    with pytest.raises(UploadNotFound, match=r"uploads/alice/1/gone\.jpg"):
        objects.read_upload("uploads/alice/1/gone.jpg")


def test_a_file_beyond_the_limit_is_refused_unread(objects: JobObjects) -> None:
    key = upload(objects, bytes(MAX_UPLOAD_BYTES + 1))
    with pytest.raises(UploadTooLarge, match="33,554,433 bytes"):
        objects.read_upload(key)


def test_a_result_lies_under_its_owner_job_and_run(objects: JobObjects) -> None:
    key = objects.write_result("64x64.png", b"pixels", "image/png")
    assert key == "results/alice/thumbnail.a/2/64x64.png"
    stored = objects.s3.get_object(Bucket=BUCKET, Key=key)
    assert (stored["ContentType"], stored["Body"].read()) == ("image/png", b"pixels")
