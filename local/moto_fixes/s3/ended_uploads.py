"""A part for an upload that has ended makes moto raise a KeyError.

moto 5.2.5, `s3/models.py: S3Backend.upload_part`, `upload_part_copy` and `complete_multipart_upload`:
straight through the client. S3 says NoSuchUpload: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
Can go when moto says so.

Shown by test_an_aborted_upload_takes_no_more_parts
in tests/conformance/s3/test_multipart.py.
"""

from collections.abc import Callable
from typing import Any

from moto.s3.exceptions import NoSuchUpload
from moto.s3.models import S3Backend

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    for name in ("upload_part", "upload_part_copy", "complete_multipart_upload"):
        replace(S3Backend, name, _looking_first(getattr(S3Backend, name)))


def _looking_first(act: Callable[..., object]) -> Callable[..., object]:
    def looked(backend: S3Backend, bucket: str, multipart_id: str, *args: Any, **named: Any) -> object:
        if multipart_id not in backend.get_bucket(bucket).multiparts:
            raise NoSuchUpload(upload_id=multipart_id)
        return act(backend, bucket, multipart_id, *args, **named)

    return looked
