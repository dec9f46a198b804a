"""Parts of an upload may be listed in any order.

moto 5.2.5, `s3/responses.py: S3Response._complete_multipart_body`: compares each number with 0.
S3 wants an ascending order: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
Can go when moto compares with the one before.

Shown by test_parts_are_listed_in_ascending_order
in tests/conformance/s3/test_multipart.py.
"""

from collections.abc import Iterator
from itertools import pairwise

from moto.s3.exceptions import InvalidPartOrder
from moto.s3.responses import S3Response

from local.moto_fixes.mend import replace

_moto_complete_multipart_body = S3Response._complete_multipart_body


def install() -> None:
    """Mend moto."""
    replace(S3Response, "_complete_multipart_body", _complete_multipart_body)


def _complete_multipart_body(response: S3Response, body: bytes) -> Iterator[tuple[int, str]]:
    parts = list(_moto_complete_multipart_body(response, body))
    if any(number >= following for (number, _), (following, _) in pairwise(parts)):
        raise InvalidPartOrder
    return iter(parts)
