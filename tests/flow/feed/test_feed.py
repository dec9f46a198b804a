"""The feed from end to end: who sees which posts, likes and notifications, through the HTTP interface."""

import json

from tests.flow.account import Account
from tests.flow.feed.members import Member

#: Long enough for a notice to come into an inbox.
SOON = 5


def like_of(user: str, post: object, number: int) -> dict[str, object]:
    """A like of a user without keys, as the intake queue has it."""
    return {
        "kind": "submission",
        "owner": user,
        "id": f"like.{user}-{post}-{number}",
        "type": "like",
        "submitted_at": 1_893_456_000_000,
        "payload": {"post": post},
    }


def test_a_post_is_seen_by_who_follows_its_author_and_by_nobody_else(ann: Member, bert: Member) -> None:
    bert.follows(ann.id)
    theirs = ann.published("for all who follow me")
    own = bert.published("nobody follows me")

    assert (theirs["feeds"], own["feeds"]) == (1, 0)
    assert bert.feed().texts == ["nobody follows me", "for all who follow me"]
    assert ann.feed().texts == ["for all who follow me"]
    bert.unfollows(ann.id)
    assert bert.feed().texts == ["nobody follows me"]
    ann.published("bert does not see this")
    bert.follows(ann.id)
    assert bert.feed().texts[0] == "bert does not see this", "he finds the newest when he comes back"

    assert ann.stack.http(None).get("/feed").status_code == 403
    assert ann.stack.http(None).get("/notifications").status_code == 403


def test_pages_go_from_the_newest_to_the_oldest_whatever_is_posted_between_them(
    ann: Member, bert: Member
) -> None:
    bert.follows(ann.id)
    for text in "abc":
        ann.published(text)
    first = bert.feed(limit=1)
    ann.published("between")
    assert first.cursor is not None
    second = bert.feed(limit=1, cursor=first.cursor)
    assert second.cursor is not None
    third = bert.feed(limit=1, cursor=second.cursor)

    assert [page.texts for page in (first, second, third)] == [["c"], ["b"], ["a"]]
    assert third.cursor is None
    assert bert.feed(limit=1).texts == ["between"]
    for wrong in ({"limit": "0"}, {"limit": "51"}, {"limit": "x"}, {"cursor": "bm90aGluZw"}):
        answer = bert.http.get("/feed", params=wrong)
        assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
        assert answer.json()["parameter"] == next(iter(wrong))


def test_a_like_counts_once_however_often_it_comes_and_in_the_order_in_which_it_was_meant(
    ann: Member, bert: Member, account: Account
) -> None:
    post = ann.published("like me")["post"]
    for _ in range(2):
        bert.likes(post)
    (shown,) = ann.feed().posts
    assert (shown.likes, shown.liked) == (1, False)

    ann.stack.disable("like")
    wishes = [bert.submit("like", {"post": post, "liked": liked}) for liked in (False, True, False)]
    ann.stack.settle()
    ann.stack.enable("like")
    assert [bert.follow(wish).status for wish in wishes] == ["SUCCEEDED"] * 3
    assert ann.feed().posts[0].likes == 0

    ann.likes(post)
    (shown,) = ann.feed().posts
    assert (shown.likes, shown.liked) == (1, True)


def test_who_is_liked_or_mentioned_or_asked_for_it_is_notified_once(
    ann: Member, bert: Member, account: Account
) -> None:
    bert.follows(ann.id, notify=True)
    result = ann.published("hello", bert.id, ann.id)
    bert.likes(result["post"])
    for number in range(2):
        account.send_to_intake(like_of("CROWD1", result["post"], number))
        account.send_to_intake(like_of("CROWD2", result["post"], number))
    ann.stack.clock.advance(seconds=SOON)

    assert result["notified"] == 2
    kinds = {notification.kind for notification in bert.inbox().notifications}
    assert kinds == {"mention", "post"}
    (likes,) = ann.inbox().notifications
    assert (likes.kind, likes.people, likes.quiet) == ("like", 3, False)
    page = bert.inbox(limit=1)
    assert page.cursor is not None
    assert bert.inbox(limit=1, cursor=page.cursor).cursor is None


def test_a_post_that_is_cancelled_on_its_way_disappears_from_all_feeds(ann: Member, bert: Member) -> None:
    bert.follows(ann.id)
    ann.stack.faults.delay_call("post-deliver", "dynamodb", "BatchWriteItem", seconds=10)
    job = ann.post("never mind")
    ann.stack.clock.advance(seconds=5)
    assert ann.cancel(job).status_code == 202
    assert ann.follow(job).status == "CANCELLED"

    assert bert.feed().posts == ann.feed().posts == ()


def test_what_cannot_be_done_is_refused_or_fails_at_once_with_the_reason(ann: Member) -> None:
    for wrong in ({"text": "x" * 501}, {"text": "x", "as": "bob"}, {"text": "x", "mentions": ["A", "A"]}):
        assert ann.http.post("/jobs/post", json=wrong).status_code == 400
    half_a_pair = ann.http.post("/jobs/post", content=json.dumps({"text": "\ud800"}))
    failures = {
        "NoSuchPost": ann.submit("like", {"post": "p" + 24 * "0"}),
        "FollowsItself": ann.submit("follow", {"author": ann.id}),
        "InvalidPayload": half_a_pair.json()["id"],
    }
    for reason, job in failures.items():
        failed = ann.follow(job)
        assert (failed.status, failed.failure) == ("FAILED", reason)
