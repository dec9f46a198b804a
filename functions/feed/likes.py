"""Likes: one record for each user and post, and counters that no crowd can make hot.

The record and the count change in one transaction, so a like that comes twice, or whose function died, is
counted once. Which of the counters a like adds to is chance: only their sum means anything.
"""

import random
from collections import Counter

from functions.feed import keys
from functions.feed.table import Table
from functions.feed.transaction import Transaction


class Likes:
    """Who likes what."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def like(self, user: str, post_id: str) -> bool:
        """Note that `user` likes a post; tell whether that was new."""
        return all(
            Transaction(self.table)
            .put(keys.like(user, post_id), if_absent=True)
            .add(_any_counter(post_id), "likes", 1)
            .commit()
        )

    def unlike(self, user: str, post_id: str) -> bool:
        """Note that `user` does not like a post any more; tell whether that was new."""
        return all(
            Transaction(self.table)
            .delete(keys.like(user, post_id), if_there=True)
            .add(_any_counter(post_id), "likes", -1)
            .commit()
        )

    def counts(self, post_ids: list[str]) -> Counter[str]:
        """How many like each of the posts."""
        counters = self.table.get_many(
            keys.likes(post_id, shard) for post_id in post_ids for shard in range(keys.SHARDS)
        )
        sums = Counter[str]()
        for counter in counters:
            sums[keys.counted_post(str(counter["key"]))] += int(str(counter["likes"]))
        return sums

    def liked(self, user: str, post_ids: list[str]) -> set[str]:
        """Which of the posts `user` likes."""
        found = self.table.get_many(keys.like(user, post_id) for post_id in post_ids)
        return {str(item["sort"]) for item in found}


def _any_counter(post_id: str) -> keys.Key:
    return keys.likes(post_id, random.randrange(keys.SHARDS))
