"""A body is stored that is not what its digest says.

moto 5.2.5, `s3/responses.py: S3Response.put_object`: Content-MD5 is ignored, and x-amz-checksum-* believed.
S3 compares: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
Can go when moto compares.

Shown by test_a_body_that_is_not_what_its_digest_says_is_refused
in tests/conformance/s3/test_objects.py.
"""

import base64
import hashlib
import zlib
from collections.abc import Callable, Mapping

from moto.core.common_types import TYPE_RESPONSE
from moto.s3.exceptions import S3ClientError
from moto.s3.responses import S3Response

from local.moto_fixes.mend import replace

#: Header → its name in S3's error, and what makes the digest. Other checksums need libraries of their own.
_DIGESTS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "Content-MD5": ("Content-MD5", lambda body: hashlib.md5(body).digest()),
    "x-amz-checksum-crc32": ("CRC32", lambda body: zlib.crc32(body).to_bytes(4, "big")),
    "x-amz-checksum-sha1": ("SHA1", lambda body: hashlib.sha1(body).digest()),
    "x-amz-checksum-sha256": ("SHA256", lambda body: hashlib.sha256(body).digest()),
}


def install() -> None:
    """Mend moto."""
    replace(S3Response, "put_object", _comparing(S3Response.put_object))


def _comparing(put_object: Callable[[S3Response], TYPE_RESPONSE]) -> Callable[[S3Response], TYPE_RESPONSE]:
    def compared(response: S3Response) -> TYPE_RESPONSE:
        body = _bytes(response.body or b"")
        for header, (name, digest) in _DIGESTS.items():
            given = response.headers.get(header)
            if given is not None and given != base64.b64encode(digest(body)).decode():
                raise S3ClientError(
                    "BadDigest", f"The {name} you specified did not match the calculated checksum."
                )
        return put_object(response)

    return compared


def _bytes(body: str | bytes) -> bytes:
    return body.encode() if isinstance(body, str) else body
