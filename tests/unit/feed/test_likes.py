"""Likes: whatever comes twice or dies half way, the counters' sum is the number of people who like."""

from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.feed import keys
from functions.feed.likes import Likes
from tests.unit.interruptions import crash_after

#: Who does it, whether it is a like, of which post, and whether its answer is lost.
doings = st.lists(
    st.tuples(st.sampled_from(["ann", "bob"]), st.booleans(), st.sampled_from(["p1", "p2"]), st.booleans()),
    max_size=8,
)


def test_the_count_is_the_number_of_people_who_like_a_post(likes: Likes) -> None:
    fresh = count()

    @settings(max_examples=12, deadline=None)
    @given(doings=doings)
    def check(doings: list[tuple[str, bool, str, bool]]) -> None:
        example = next(fresh)  # posts of its own in the one table: a new one takes longer than all the likes
        liked: dict[str, set[str]] = {f"p1 {example}": set(), f"p2 {example}": set()}
        for user, like, name, dies in doings:
            post = f"{name} {example}"
            do = likes.like if like else likes.unlike
            if dies:
                with crash_after(likes.table.dynamodb, 1):
                    do(user, post)
                assert do(user, post) is False
            else:
                assert do(user, post) is ((user in liked[post]) is not like)
            (liked[post].add if like else liked[post].discard)(user)
        assert +likes.counts(list(liked)) == +Counter({post: len(users) for post, users in liked.items()})
        for user in ("ann", "bob"):
            assert likes.liked(user, list(liked)) == {post for post in liked if user in liked[post]}

    check()


def test_the_likes_of_one_post_are_spread_over_the_counters(likes: Likes) -> None:
    for number in range(24):
        likes.like(f"user{number}", "p1")
    counters = likes.table.get_many(keys.likes("p1", shard) for shard in range(keys.SHARDS))
    assert len(counters) > keys.SHARDS / 2
    assert max(int(str(counter["likes"])) for counter in counters) < 15
    assert likes.counts(["p1"]) == {"p1": 24}
