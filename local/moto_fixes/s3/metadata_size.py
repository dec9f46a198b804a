"""An object may have any amount of metadata.

moto 5.2.5, `s3/responses.py: S3Response.put_object`: nothing measures it. S3 takes 2 KB of names and values:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
Can go when moto measures.

Shown by test_metadata_has_at_most_2_kb
in tests/conformance/s3/test_objects.py.
"""

from collections.abc import Callable

from moto.core.common_types import TYPE_RESPONSE
from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from local.moto_fixes.mend import replace

#: The most user-defined metadata, in bytes.
MOST = 2048
PREFIX = "x-amz-meta-"


def install() -> None:
    """Mend moto."""
    replace(S3Response, "put_object", _measuring(S3Response.put_object))


def _measuring(put_object: Callable[[S3Response], TYPE_RESPONSE]) -> Callable[[S3Response], TYPE_RESPONSE]:
    def measured(response: S3Response) -> TYPE_RESPONSE:
        size = sum(
            len(name[len(PREFIX) :].encode()) + len(str(value).encode())
            for name, value in response.headers.items()
            if name.lower().startswith(PREFIX)
        )
        if size > MOST:
            raise S3ClientError(
                "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size"
            )
        return put_object(response)

    return measured
