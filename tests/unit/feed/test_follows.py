"""Follows: repeats, limits, the threshold, and a post that is published in the midst of a follow."""

import pytest

from functions.feed import keys
from functions.feed.errors import FollowsItself, FollowsTooMany
from functions.feed.fan_out import FanOut
from functions.feed.follows import BACKFILL, Follows, Reading
from functions.feed.posts import Posted, Posts
from functions.feed.reader import Reader
from functions.feed.table import Table
from tests.unit.feed.feed_table import everything, in_feed, partition
from tests.unit.interruptions import crash_after, meanwhile


def publish(posts: Posts, text: str, author: str = "ann") -> Posted:
    return posts.publish(f"{author}/post.{text}", author, text, [])


def fan_out_to(posts: Posts, fan_out: FanOut, follows: Follows, text: str) -> Posted:
    """Publish and deliver as the steps do."""
    post = publish(posts, text)
    reading = follows.reading("ann")
    if reading is not Reading.PULLED:
        for chunk in fan_out.plan("ann", 2):
            fan_out.deliver("ann", post.place, chunk, marks=reading is Reading.TURNING)
        if reading is Reading.TURNING:
            follows.turn("ann", Reading.PULLED)
    return post


def texts(reader: Reader, user: str) -> list[str]:
    """What a feed shows; posts of one millisecond have no order that a test could know."""
    return sorted(shown.post.text for shown in reader.page(user, limit=50).posts)


def test_following_twice_counts_once_and_following_no_more_counts_back(follows: Follows) -> None:
    for _ in range(2):
        follows.follow("bob", "ann", notify=False)
    assert (follows.followers("ann"), follows.followed("bob", {"ann", "eve"})) == (1, {"ann"})
    for _ in range(2):
        follows.unfollow("bob", "ann")
    assert (follows.followers("ann"), follows.followed("bob", {"ann"})) == (0, set())


def test_following_again_changes_whether_to_notify(follows: Follows, fan_out: FanOut, posts: Posts) -> None:
    follows.follow("bob", "ann", notify=False)
    follows.follow("bob", "ann", notify=True)
    (chunk,) = fan_out.plan("ann", 10)
    assert fan_out.deliver("ann", publish(posts, "x").place, chunk, marks=False).notify == ["bob"]


def test_nobody_follows_themselves_or_more_than_there_may_be(table: Table) -> None:
    follows = Follows(table, max_following=2)
    with pytest.raises(FollowsItself):
        follows.follow("bob", "bob", notify=False)
    for author in ("ann", "eve"):
        follows.follow("bob", author, notify=False)
    before = everything(table)
    with pytest.raises(FollowsTooMany):
        follows.follow("bob", "joe", notify=False)
    assert everything(table) == before
    follows.follow("bob", "ann", notify=True)  # who follows already changes nothing of the count
    follows.unfollow("bob", "ann")
    follows.follow("bob", "joe", notify=False)


def test_a_new_follower_finds_the_newest_posts(follows: Follows, posts: Posts, table: Table) -> None:
    published = [publish(posts, f"{number:02}").place for number in range(BACKFILL + 3)]
    follows.follow("bob", "ann", notify=False)
    newest = sorted(published)[-BACKFILL:]
    assert partition(table, keys.feed_of("bob")) == newest


@pytest.mark.parametrize("calls", range(1, 9))
def test_a_post_published_in_the_midst_of_a_follow_is_in_the_feed_once(
    follows: Follows, posts: Posts, fan_out: FanOut, table: Table, reader: Reader, calls: int
) -> None:
    def post() -> None:
        place = publish(posts, "now").place
        for chunk in fan_out.plan("ann", 2):
            fan_out.deliver("ann", place, chunk, marks=False)

    with meanwhile(table.dynamodb, calls, post):
        follows.follow("bob", "ann", notify=False)
    if not in_feed(table, "bob"):  # the follow had fewer calls than that
        post()
    assert texts(reader, "bob") == ["now"]


@pytest.mark.parametrize("calls", range(1, 6))
def test_a_follow_in_the_midst_of_a_post_finds_the_post_once(
    follows: Follows, posts: Posts, fan_out: FanOut, table: Table, reader: Reader, calls: int
) -> None:
    follows.follow("cat", "ann", notify=False)
    with meanwhile(table.dynamodb, calls, lambda: follows.follow("bob", "ann", notify=False)):
        place = publish(posts, "now").place
        for chunk in fan_out.plan("ann", 1):
            fan_out.deliver("ann", place, chunk, marks=False)
    if not follows.followed("bob", {"ann"}):
        follows.follow("bob", "ann", notify=False)
    assert [texts(reader, user) for user in ("bob", "cat")] == [["now"], ["now"]]


@pytest.mark.parametrize("calls", range(1, 8))
def test_a_follow_that_dies_and_comes_again_is_one_follow(
    follows: Follows, posts: Posts, table: Table, reader: Reader, calls: int
) -> None:
    publish(posts, "before")
    with crash_after(table.dynamodb, calls):
        follows.follow("bob", "ann", notify=False)
    follows.follow("bob", "ann", notify=False)
    assert follows.followers("ann") == 1
    assert texts(reader, "bob") == ["before"]


def test_at_the_threshold_posts_turn_and_then_are_pulled(
    table: Table, posts: Posts, fan_out: FanOut, reader: Reader
) -> None:
    follows = Follows(table, celebrity=4)
    for user in ("u1", "u2", "u3"):
        follows.follow(user, "ann", notify=False)
    pushed = fan_out_to(posts, fan_out, follows, "pushed")
    follows.follow("u4", "ann", notify=False)
    assert follows.reading("ann") is Reading.TURNING
    follows.follow("u5", "ann", notify=False)
    turned = fan_out_to(posts, fan_out, follows, "turning")
    assert follows.reading("ann") is Reading.PULLED
    pulled = fan_out_to(posts, fan_out, follows, "pulled")
    follows.follow("u6", "ann", notify=False)

    everyone = [f"u{number}" for number in range(1, 7)]
    assert {user: texts(reader, user) for user in everyone} == {
        user: ["pulled", "pushed", "turning"] for user in everyone
    }
    assert set(in_feed(table, "u1")) == {pushed.id, turned.id}
    assert pulled.id not in in_feed(table, "u6")
    assert follows.followers("ann") == 6
    for user in everyone:
        follows.unfollow(user, "ann")
    assert [texts(reader, user) for user in everyone] == [[]] * 6


@pytest.mark.parametrize("calls", range(1, 10))
def test_no_post_is_missed_by_who_follows_while_posts_turn(
    table: Table, posts: Posts, fan_out: FanOut, reader: Reader, calls: int
) -> None:
    follows = Follows(table, celebrity=2)
    follows.follow("u1", "ann", notify=False)

    def turn() -> None:
        follows.follow("u2", "ann", notify=False)
        fan_out_to(posts, fan_out, follows, "turning")
        fan_out_to(posts, fan_out, follows, "pulled")

    with meanwhile(table.dynamodb, calls, turn):
        follows.follow("u3", "ann", notify=False)
    if follows.reading("ann") is not Reading.PULLED:
        turn()
    for user in ("u1", "u2", "u3"):
        assert texts(reader, user) == ["pulled", "turning"]
