"""An object's key may be of any length.

moto 5.2.5, `s3/models.py: S3Backend.put_object`: nothing measures the key. S3 takes 1,024 bytes of UTF-8:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
Can go when moto measures.

Shown by test_a_key_is_any_text_up_to_1024_bytes
in tests/conformance/s3/test_objects.py.
"""

from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeKey, S3Backend

from local.moto_fixes.mend import replace

#: The longest key, in bytes.
LONGEST = 1024

_moto_put_object = S3Backend.put_object


def install() -> None:
    """Mend moto."""
    replace(S3Backend, "put_object", _put_object)


def _put_object(backend: S3Backend, bucket_name: str, key_name: str, *args: Any, **named: Any) -> FakeKey:
    if len(key_name.encode()) > LONGEST:
        raise S3ClientError("KeyTooLongError", "Your key is too long")
    return _moto_put_object(backend, bucket_name, key_name, *args, **named)
