"""The reader: a page of a user's own feed, made when it is asked for.

What was pushed lies in the user's feed; the posts of authors that are pulled are merged in. An entry is shown
while its author is followed and its post stands, so unfollowing and withdrawing take effect at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from functions.feed import keys
from functions.feed.follows import Follows
from functions.feed.likes import Likes
from functions.feed.merging import Entry, merged, page
from functions.feed.posts import Posted, Posts, oldest
from functions.feed.table import Table

#: Entries looked at for one page, however many of them are not to be shown.
LOOK_AT: Final = 500


@dataclass(frozen=True)
class Shown:
    """A post as a reader sees it.

    Attributes:
        likes: of everybody.
        liked: whether the reader likes it.
    """

    post: Posted
    likes: int
    liked: bool


@dataclass(frozen=True)
class FeedPage:
    """A part of a feed, newest first; `next` is the place after which to go on, None at the end."""

    posts: list[Shown]
    next: str | None


class Reader:
    """Reads feeds."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._posts, self._follows, self._likes = Posts(table), Follows(table), Likes(table)

    def page(self, user: str, *, limit: int, after: str | None = None) -> FeedPage:
        """Return a page of the feed of `user`.

        Args:
            user: whose feed.
            limit: posts a page.
            after: the place after which to go on.
        """
        standing: dict[str, Posted] = {}

        def shown(entries: list[Entry]) -> list[Entry]:
            others = {entry.author for entry in entries} - {user}
            followed = {user, *self._follows.followed(user, others)}
            kept = [entry for entry in entries if entry.author in followed]
            standing.update(self._posts.standing([keys.post_at(entry.place) for entry in kept]))
            return [entry for entry in kept if keys.post_at(entry.place) in standing]

        partitions = [keys.feed_of(user), *map(keys.posts_of, self._follows.pulled(user))]
        sources = [self._newest(partition, after, limit + 1) for partition in partitions]
        found = page(merged(sources), shown, limit=limit, look_at=LOOK_AT)
        ids = [keys.post_at(entry.place) for entry in found.entries]
        likes, liked = self._likes.counts(ids), self._likes.liked(user, ids)
        return FeedPage([Shown(standing[id], likes[id], id in liked) for id in ids], found.next)

    def _newest(self, partition: str, after: str | None, size: int) -> Iterator[Entry]:
        first = oldest()
        if after is not None and after <= first:
            return
        for item in self.table.query(partition, first=first, last=after, newest_first=True, page=size):
            if item["sort"] != after:
                yield Entry(str(item["sort"]), str(item["author"]))
