"""Chunks: the followers of an author cut into pieces that one step delivers to. Pure: knows no table.

A chunk names ranges of the follower partitions and no follower, so a state machine's state stays small; its
limit is 256 KiB. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pydantic import Field

from functions.feed.contract import Closed, UserId

#: Followers a chunk: ten batches of writes, about a second.
CHUNK_FOLLOWERS: Final = 250


class Range(Closed):
    """Followers next to one another in a bucket, the first and the last with them.

    Who comes in between while the post is on its way is delivered to as well.
    """

    bucket: int = Field(ge=0)
    first: UserId
    last: UserId


class Chunk(Closed):
    """What one step delivers to."""

    ranges: list[Range]


def chunks(followers: Iterable[tuple[int, str]], size: int) -> Iterator[Chunk]:
    """Cut followers into chunks of `size`; the last may be smaller.

    Args:
        followers: each with its bucket, bucket by bucket and within a bucket in the order of the partition.
        size: followers a chunk.
    """
    ranges: list[Range] = []
    held = 0
    for bucket, user in followers:
        if held == size:
            yield Chunk(ranges=ranges)
            ranges, held = [], 0
        if ranges and ranges[-1].bucket == bucket:
            ranges[-1] = Range(bucket=bucket, first=ranges[-1].first, last=user)
        else:
            ranges.append(Range(bucket=bucket, first=user, last=user))
        held += 1
    if ranges:
        yield Chunk(ranges=ranges)
