"""One call deletes any number of objects.

moto 5.2.5, `s3/models.py: S3Backend.delete_objects`: nothing counts the keys. S3 takes 1,000:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
Can go when moto counts.

Shown by test_many_objects_are_deleted_at_once
in tests/conformance/s3/test_buckets.py.
"""

from typing import Any

from moto.s3.exceptions import MalformedXML
from moto.s3.models import S3Backend

from local.moto_fixes.mend import replace

#: How many keys one call may name.
MOST = 1000

_moto_delete_objects = S3Backend.delete_objects


def install() -> None:
    """Mend moto."""
    replace(S3Backend, "delete_objects", _delete_objects)


def _delete_objects(
    backend: S3Backend, bucket_name: str, objects: list[dict[str, Any]], *args: Any
) -> object:
    if len(objects) > MOST:
        raise MalformedXML
    return _moto_delete_objects(backend, bucket_name, objects, *args)
