"""The inbox: each notification once, the likes of a post in one, and only so many a minute are loud."""

from datetime import UTC, datetime

from functions.feed.inbox import Arrival, Inbox, Notification
from functions.feed.likes import Likes
from functions.feed.notices import Notice

P1, P2 = "p" + 24 * "1", "p" + 24 * "2"
AT = "2030-01-01T10:20:30.456Z"


def notice(kind: str = "mention", post: str = P1, actor: str = "bob", at: str = AT) -> Notice:
    return Notice.model_validate({"recipient": "ann", "kind": kind, "post": post, "actor": actor, "at": at})


def test_a_notice_that_comes_twice_is_one_notification(inbox: Inbox) -> None:
    assert inbox.put(notice()) is Arrival.LOUD
    assert inbox.put(notice()) is Arrival.KNOWN
    assert inbox.put(notice(post=P2)) is Arrival.LOUD


def test_the_likes_of_a_post_within_an_hour_are_one_notification_with_their_number() -> None:
    first = notice("like")
    assert first.place == notice("like", actor="eve", at="2030-01-01T10:59:59.999Z").place
    assert first.place != notice("like", at="2030-01-01T11:00:00.000Z").place
    assert first.place != notice("like", post=P2).place


def test_above_so_many_a_minute_notifications_are_quiet_but_there(inbox: Inbox) -> None:
    posts = [f"p{number:024}" for number in range(5)]
    arrivals = [inbox.put(notice(post=post)) for post in posts]
    assert arrivals == [Arrival.LOUD] * 3 + [Arrival.QUIET] * 2
    assert inbox.put(notice(post=posts[4])) is Arrival.KNOWN


def test_an_inbox_is_read_newest_first_page_by_page_and_says_how_many_people_like(
    inbox: Inbox, likes: Likes
) -> None:
    hour = f"{datetime.now(UTC):%Y-%m-%dT%H}:00:0"
    for second in range(5):
        inbox.put(notice(at=f"{hour}{second}.000Z"))
    inbox.put(notice("like", post=P2, at=f"{hour}9.000Z"))
    for user in ("bob", "eve", "joe"):
        likes.like(user, P2)

    seen, after = list[Notification](), None
    while True:
        page = inbox.page("ann", limit=2, after=after)
        seen += page.notifications
        after = page.next
        if after is None:
            break

    assert [one.at for one in seen if one.kind == "mention"] == [
        f"{hour}{second}.000Z" for second in (4, 3, 2, 1, 0)
    ]
    assert [one.people for one in seen if one.kind == "like"] == [3]
    assert len(seen) == 6
    assert inbox.page("bob", limit=2).notifications == []
