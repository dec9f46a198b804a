"""Follows: who follows whom, and how each author's posts come to a follower: pushed, or pulled at read time.

Up to a threshold of followers an author's posts are pushed: each follower has an item in one of the author's
buckets, and a post fans out to those. The follow that reaches the threshold makes the author's posts *turn*:
from then on new followers are given a mark to pull them and no item in a bucket; the next post fans out once
more, and leaves each earlier follower the mark too; after that they are *pulled*, and no post of this author
fans out again. It never goes back.
"""

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Final

from functions.feed import keys
from functions.feed.errors import FollowsItself, FollowsTooMany
from functions.feed.posts import entry, oldest
from functions.feed.table import Item, Table
from functions.feed.transaction import Transaction
from functions.offload.attributes import to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

#: From so many followers on an author's posts are pulled.
CELEBRITY: Final = 20_000

#: So many accounts a user may follow: it bounds what a reader merges.
MAX_FOLLOWING: Final = 1_000

#: So many of an author's posts a new follower finds in the feed at once.
BACKFILL: Final = 20


class Reading(StrEnum):
    """How an author's posts come to the followers."""

    PUSHED = "pushed"
    TURNING = "turning"
    PULLED = "pulled"


class Follows:
    """Who follows whom.

    Args:
        table: the feed's table.
        celebrity: from how many followers on an author's posts are pulled.
        max_following: how many accounts a user may follow.
    """

    def __init__(self, table: Table, celebrity: int = CELEBRITY, max_following: int = MAX_FOLLOWING) -> None:
        self.table = table
        self.celebrity = celebrity
        self.max_following = max_following

    def follow(self, user: str, author: str, *, notify: bool) -> None:
        """Let `user` follow `author`; a repeat changes nothing but whether to notify.

        The newest posts are put into the feed after the follower is known: a post whose fan-out came too
        early to know of the follower is among them, and one in both gives one entry.

        Raises:
            FollowsItself, FollowsTooMany: nothing has changed.
        """
        if user == author:
            raise FollowsItself("one's own posts are in one's feed anyway")
        pushed = self.reading(author) is Reading.PUSHED
        self._follow(user, author, notify=notify, pushed=pushed)
        if not pushed:
            return
        if self.followers(author) >= self.celebrity:
            self.turn(author, Reading.TURNING)
        if self.reading(author) is not Reading.PUSHED:  # the fan-out that leaves marks may have missed us
            self.table.put_many([mark(user, author)])
        self._backfill(user, author)

    def unfollow(self, user: str, author: str) -> None:
        """Let `user` follow `author` no more; entries that are in the feed are not shown any more."""
        (
            Transaction(self.table)
            .delete(keys.following(user, author), if_there=True)
            .delete(keys.follower(author, user))
            .delete(keys.item(keys.pulled_by(user), author))
            .add(keys.audience(author, keys.bucket_of(user)), "followers", -1)
            .add(keys.account(user), "following", -1)
            .commit()
        )

    def reading(self, author: str) -> Reading:
        """How the author's posts come to the followers just now (a consistent read)."""
        account = self.table.get(keys.account(author)) or {}
        return Reading(str(account.get("reading", Reading.PUSHED)))

    def turn(self, author: str, reading: Reading) -> None:
        """Let the author's posts be TURNING, or PULLED after that; never back."""
        dynamodb = self.table.dynamodb
        condition = "attribute_not_exists(#reading)" if reading is Reading.TURNING else "#reading = :turning"
        values: dict[str, AttributeValueTypeDef] = {":reading": {"S": str(reading)}}
        if reading is not Reading.TURNING:
            values[":turning"] = {"S": str(Reading.TURNING)}
        try:
            dynamodb.update_item(
                TableName=self.table.name,
                Key=to_item(keys.account(author)),
                UpdateExpression="SET #reading = :reading",
                ConditionExpression=condition,
                ExpressionAttributeNames={"#reading": "reading"},
                ExpressionAttributeValues=values,
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return  # somebody else was here first

    def followers(self, author: str) -> int:
        """How many follow the author: the sum of the buckets' counts."""
        counts = self.table.get_many(
            (keys.audience(author, bucket) for bucket in range(keys.BUCKETS)), consistent=True
        )
        return sum(int(str(count["followers"])) for count in counts)

    def followed(self, user: str, authors: set[str]) -> set[str]:
        """Which of the authors `user` follows."""
        found = self.table.get_many(keys.following(user, author) for author in sorted(authors))
        return {str(item["sort"]) for item in found}

    def pulled(self, user: str) -> list[str]:
        """The authors whose posts `user` pulls; some may not be followed any more."""
        return [str(item["sort"]) for item in self.table.query(keys.pulled_by(user))]

    def _follow(self, user: str, author: str, *, notify: bool, pushed: bool) -> None:
        following: Item = {**keys.following(user, author), "notify": notify}
        follower: Item = mark(user, author)
        if pushed:
            follower = {**keys.follower(author, user), "notify": notify}
        new, _, _, within = (
            Transaction(self.table)
            .put(following, if_absent=True)
            .put(follower)
            .add(keys.audience(author, keys.bucket_of(user)), "followers", 1)
            .add(keys.account(user), "following", 1, below=self.max_following)
            .commit()
        )
        if not new:
            Transaction(self.table).put(following).put(follower).commit()
        elif not within:
            raise FollowsTooMany(f"an account follows {self.max_following} others at most")

    def _backfill(self, user: str, author: str) -> None:
        newest = self.table.query(
            keys.posts_of(author), first=oldest(), newest_first=True, consistent=True, page=BACKFILL
        )
        places = [str(item["sort"]) for item in islice(newest, BACKFILL)]
        self.table.put_many(entry(user, place, author) for place in places)


def mark(user: str, author: str) -> Item:
    """What makes a reader pull an author's posts."""
    return keys.item(keys.pulled_by(user), author)
