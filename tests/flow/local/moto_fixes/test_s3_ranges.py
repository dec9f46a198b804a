import tracemalloc

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import Handmade

MANY_BYTES = 8 * 1024 * 1024
SOME_BYTES = 16 * 1024


def test_a_range_of_a_large_object_does_not_take_the_whole_into_memory(handmade: Handmade) -> None:
    s3 = handmade.stack.client("s3")
    s3.create_bucket(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="k", Body=bytes(range(256)) * (MANY_BYTES // 256))
    s3.head_object(Bucket="bucket", Key="k")  # its digest is made once

    tracemalloc.start()
    answer = s3.get_object(Bucket="bucket", Key="k", Range=f"bytes=1000-{1000 + SOME_BYTES - 1}")
    part = answer["Body"].read()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert answer["ContentRange"] == f"bytes 1000-{1000 + SOME_BYTES - 1}/{MANY_BYTES}"
    assert part == (bytes(range(256)) * 1000)[1000 : 1000 + SOME_BYTES]
    assert most < MANY_BYTES // 8


def test_ranges_are_what_they_were(handmade: Handmade) -> None:
    s3 = handmade.stack.client("s3")
    s3.create_bucket(Bucket="bucket")
    etag = s3.put_object(Bucket="bucket", Key="k", Body=b"0123456789")["ETag"]

    def got(asked: str) -> bytes:
        return s3.get_object(Bucket="bucket", Key="k", Range=asked, IfMatch=etag)["Body"].read()

    assert [got("bytes=2-4"), got("bytes=7-"), got("bytes=-3"), got("bytes=8-99")] == [
        b"234",
        b"789",
        b"789",
        b"89",
    ]
    assert got("lines=1-2,3-4") == b"0123456789"
    with pytest.raises(ClientError) as refused:
        got("bytes=10-12")
    assert refused.value.response["Error"]["Code"] == "InvalidRange"
