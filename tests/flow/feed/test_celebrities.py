"""An author with more followers than a post should fan out to: followers pull the posts when they read."""

from functions.feed import keys
from functions.feed.follows import CELEBRITY
from local.stack import LocalStack
from tests.flow.feed.crowd import crowd, feeds, read, table_of
from tests.flow.feed.members import Member


def test_above_the_threshold_posts_are_merged_at_read_time(
    stack: LocalStack, ann: Member, bert: Member
) -> None:
    early = crowd(stack, ann.id, 3)
    ann.published("pushed")
    table_of(stack).put_many([{**keys.audience(ann.id, 0), "followers": CELEBRITY}])  # and many more

    bert.follows(ann.id)
    turning = ann.published("for the last time")
    pulled = ann.published("pulled")

    assert (turning["feeds"], pulled["feeds"]) == (4, 0)
    assert pulled["post"] not in feeds(stack, [*early, bert.id])[bert.id]
    bert.published("between")
    ann.published("the newest")
    assert bert.feed().texts == ["the newest", "between", "pulled", "for the last time", "pushed"]
    assert [read(stack, user) for user in early] == [
        ["the newest", "pulled", "for the last time", "pushed"]
    ] * 3
    bert.unfollows(ann.id)
    assert bert.feed().texts == ["between"]
