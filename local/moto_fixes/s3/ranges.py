"""A range of an object costs as much as all of it.

moto 5.2.5, `s3/responses.py: S3Response.get_object`: the whole object is read for its ranged GET as well, and
the range is cut out of it afterwards. A hundred ranges of an object of 1 GB read 100 GB; here each reads
itself. Can go when moto does the same.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html

Shown by test_a_range_of_a_large_object_does_not_take_the_whole_into_memory
in tests/flow/local/moto_fixes/test_s3_ranges.py.
"""

from collections.abc import Callable
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.s3.models import FakeKey
from moto.s3.responses import S3Response

from local.moto_fixes.mend import replace

_Get = Callable[[S3Response], TYPE_RESPONSE]
_Cut = Callable[[S3Response, Any, dict[str, Any], Any], TYPE_RESPONSE]


def install() -> None:
    """Mend moto."""
    replace(S3Response, "get_object", _lazily(S3Response.get_object))
    replace(S3Response, "_handle_range_header", _cut(S3Response._handle_range_header))


class _Content:
    """The content of an object, of which only what is asked for is read."""

    def __init__(self, key: FakeKey) -> None:
        self._key = key

    def __len__(self) -> int:
        return self._key.size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(len(self))
        with self._key.lock:
            self._key._value_buffer.seek(start)
            content: bytes = self._key._value_buffer.read(max(stop - start, 0))
            return content


class _Unread:
    """An object whose `value` is not read before somebody cuts a part out of it."""

    def __init__(self, key: FakeKey) -> None:
        self._key = key
        self.value = _Content(key)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._key, name)


def _lazily(get_object: _Get) -> _Get:
    def lazily(response: S3Response) -> TYPE_RESPONSE:
        if not response.headers.get("range") or "partNumber" in response.querystring:
            return get_object(response)
        found = response._get_key

        def unread() -> Any:
            key, not_modified = found()
            return _Unread(key), not_modified

        response._get_key = unread  # type: ignore[method-assign,assignment]  # of this one response
        return get_object(response)

    return lazily


def _cut(handle: _Cut) -> _Cut:
    def cut(response: S3Response, request: Any, headers: dict[str, Any], content: Any) -> TYPE_RESPONSE:
        status, answered, part = handle(response, request, headers, content)
        # What moto does not take for a range it answers with all there is.
        return status, answered, part[:] if isinstance(part, _Content) else part

    return cut
