"""Posts: what was said, by whom and when. A feed holds references to them, so one write takes a post back.

A post belongs to its job, whatever the number of runs and attempts: its id is made of the job's key, and its
time is that of the first attempt that recorded it.
"""

import hashlib
import time
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from functions.feed import keys
from functions.feed.table import Item, Table
from functions.feed.transaction import Transaction
from functions.offload.attributes import to_item
from functions.offload.store.timestamps import instant, timestamp

#: So long a post stays in feeds; the post itself stays as long as its author's account.
FEED_SECONDS: Final = 30 * 24 * 3600


class State(StrEnum):
    """Where a post is in its life."""

    PUBLISHING = "publishing"
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"


class Posted(BaseModel):
    """A post as the table has it.

    Attributes:
        at: when it was first recorded, ISO 8601 UTC with milliseconds.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    author: str
    at: str
    text: str
    mentions: list[str] = []
    state: State = State.PUBLISHING

    @property
    def place(self) -> str:
        """Its place in every feed."""
        return keys.place(self.at, self.id)


def entry(user: str, place: str, author: str) -> Item:
    """The entry in the feed of `user` for the post at `place`: the same whoever writes it, how often."""
    ends = int(instant(keys.at(place))) + FEED_SECONDS
    return {**keys.item(keys.feed_of(user), place), "author": author, "expires_at": ends}


def oldest() -> str:
    """The place in a feed before which everything is too old to be shown."""
    return timestamp(time.time() - FEED_SECONDS)


def post_id(job_key: str) -> str:
    """The id of the post that a job is about."""
    return f"p{hashlib.sha256(job_key.encode()).hexdigest()[:24]}"


class Posts:
    """The posts of all authors."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def publish(self, job_key: str, author: str, text: str, mentions: list[str]) -> Posted:
        """Record a post, in its author's list and own feed too; a repeat returns what stands.

        Whatever else is said of a post is said after this write, and whoever begins to follow reads the
        author's list after having said so: that is how no post falls between the two.
        """
        post = Posted(
            id=post_id(job_key), author=author, at=timestamp(time.time()), text=text, mentions=mentions
        )
        key = keys.post(post.id)
        recorded, *_ = (
            Transaction(self.table)
            .put({**key, **post.model_dump(mode="json")}, if_absent=True)
            .put({**keys.item(keys.posts_of(author), post.place), "author": author})
            .put(entry(author, post.place, author))
            .commit()
        )
        if recorded:
            return post
        standing = self.table.get(key)
        if standing is None:
            raise LookupError(f"{post.id} was there and is gone")
        return Posted.model_validate(standing)

    def find(self, post_id: str) -> Posted | None:
        """Return a post that there is and that was not withdrawn."""
        return _standing(self.table.get(keys.post(post_id)))

    def delivered(self, post_id: str, reached: int) -> None:
        """Note that a post has reached all feeds it fans out to; not of one that was withdrawn.

        Args:
            post_id: the post.
            reached: the feeds, the author's own not among them.
        """
        dynamodb = self.table.dynamodb
        try:
            dynamodb.update_item(
                TableName=self.table.name,
                Key=to_item(keys.post(post_id)),
                UpdateExpression="SET #state = :delivered, reached = :reached",
                ConditionExpression="#state <> :withdrawn",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues={
                    ":delivered": {"S": State.DELIVERED},
                    ":reached": {"N": str(reached)},
                    ":withdrawn": {"S": State.WITHDRAWN},
                },
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return

    def withdraw(self, job_key: str, author: str) -> None:
        """Take a post back from all feeds at once, or see to it that it never comes into any."""
        self.table.dynamodb.update_item(
            TableName=self.table.name,
            Key=to_item(keys.post(post_id(job_key))),
            UpdateExpression="SET #state = :withdrawn, id = :id, author = :author, #text = :nothing, "
            "#at = if_not_exists(#at, :at) REMOVE mentions",
            ExpressionAttributeNames={"#state": "state", "#at": "at", "#text": "text"},
            ExpressionAttributeValues={
                ":withdrawn": {"S": State.WITHDRAWN},
                ":id": {"S": post_id(job_key)},
                ":author": {"S": author},
                ":at": {"S": timestamp(time.time())},
                ":nothing": {"S": ""},
            },
        )

    def standing(self, post_ids: list[str]) -> dict[str, Posted]:
        """Return those of the posts that there are and that were not withdrawn, by their ids."""
        found = self.table.get_many(keys.post(post_id) for post_id in post_ids)
        posts = (_standing(item) for item in found)
        return {post.id: post for post in posts if post is not None}


def _standing(item: Item | None) -> Posted | None:
    post = Posted.model_validate(item) if item is not None else None
    return post if post is not None and post.state is not State.WITHDRAWN else None
