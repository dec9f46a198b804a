"""Fan-out: which chunks a post is delivered in, and the delivery of one.

A delivery that is repeated, or of which a copy runs beside it, writes the same entries over the same keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from functions.feed import keys
from functions.feed.chunks import Chunk, chunks
from functions.feed.follows import mark
from functions.feed.posts import entry
from functions.feed.table import Item, Table


@dataclass(frozen=True)
class Reached:
    """What a delivery came to.

    Attributes:
        feeds: the feeds that have the post now.
        notify: who of them wants to be notified.
    """

    feeds: int
    notify: list[str]


class FanOut:
    """The way of a post into its followers' feeds."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def plan(self, author: str, size: int) -> list[Chunk]:
        """Cut the author's followers, as they are now, into chunks of `size` (consistent reads)."""
        return list(chunks(self._followers(author), size))

    def deliver(self, author: str, place: str, chunk: Chunk, *, marks: bool) -> Reached:
        """Put the post at `place` into the feeds of a chunk's followers.

        Args:
            author: of the post.
            place: of the post in any feed.
            chunk: which followers.
            marks: whether to leave each follower a mark to pull the author's posts from now on.
        """
        followers = list(self._in(author, chunk))
        users = [str(follower["sort"]) for follower in followers]
        entries: Iterator[Item] = (entry(user, place, author) for user in users)
        self.table.put_many(chain(entries, (mark(user, author) for user in users)) if marks else entries)
        return Reached(len(users), [str(item["sort"]) for item in followers if item["notify"]])

    def _followers(self, author: str) -> Iterator[tuple[int, str]]:
        for bucket in range(keys.BUCKETS):
            for follower in self.table.query(keys.followers(author, bucket), consistent=True):
                yield bucket, str(follower["sort"])

    def _in(self, author: str, chunk: Chunk) -> Iterator[Item]:
        for one in chunk.ranges:
            yield from self.table.query(
                keys.followers(author, one.bucket), first=one.first, last=one.last, consistent=True
            )
