"""Chunks: every follower is in exactly one, in whatever buckets they lie."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.feed.chunks import CHUNK_FOLLOWERS, Chunk, chunks
from functions.feed.follows import CELEBRITY
from functions.feed.keys import BUCKETS

#: What Step Functions takes as a state, in bytes.
LARGEST_STATE = 256 * 1024

buckets = st.lists(st.sets(st.from_regex(r"[a-z]{1,3}", fullmatch=True)), max_size=4)


def laid_out(buckets: Iterable[set[str]]) -> list[tuple[int, str]]:
    return [(bucket, user) for bucket, users in enumerate(buckets) for user in sorted(users)]


def inside(chunk: Chunk, followers: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return [
        (bucket, user)
        for one in chunk.ranges
        for bucket, user in followers
        if bucket == one.bucket and one.first <= user <= one.last
    ]


@settings(max_examples=40)
@given(buckets=buckets, size=st.integers(1, 9))
def test_the_chunks_hold_every_follower_once_and_no_more_than_their_size(
    buckets: list[set[str]], size: int
) -> None:
    followers = laid_out(buckets)
    found = [inside(chunk, followers) for chunk in chunks(followers, size)]
    assert [follower for chunk in found for follower in chunk] == followers
    assert all(len(chunk) == size for chunk in found[:-1])
    assert all(0 < len(chunk) <= size for chunk in found[-1:])


def test_the_largest_fan_out_there_is_leaves_the_state_room() -> None:
    longest = "x" * 94
    followers = [(number % BUCKETS, f"{longest}{number:06}") for number in range(CELEBRITY)]
    state = sum(len(chunk.model_dump_json()) + 1 for chunk in chunks(sorted(followers), CHUNK_FOLLOWERS))
    assert state < LARGEST_STATE / 4
