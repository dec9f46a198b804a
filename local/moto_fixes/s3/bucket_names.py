"""A bucket of nearly any name is made.

moto 5.2.5, `s3/models.py: S3Backend.create_bucket`: the name's length alone is looked at. S3 has more rules:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
Can go when moto knows them.

Shown by test_a_bucket_s_name_keeps_the_rules
in tests/conformance/s3/test_buckets.py.
"""

import re
from typing import Any

from moto.s3.exceptions import InvalidBucketName
from moto.s3.models import FakeBucket, S3Backend

from local.moto_fixes.mend import replace

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_IP_ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")

_moto_create_bucket = S3Backend.create_bucket


def install() -> None:
    """Mend moto."""
    replace(S3Backend, "create_bucket", _create_bucket)


def _create_bucket(backend: S3Backend, bucket_name: str, *args: Any, **named: Any) -> FakeBucket:
    if not _NAME.fullmatch(bucket_name) or _IP_ADDRESS.fullmatch(bucket_name) or ".." in bucket_name:
        raise InvalidBucketName
    return _moto_create_bucket(backend, bucket_name, *args, **named)
