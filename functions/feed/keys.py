"""The key scheme of the feed's table: which items there are, and under which keys. Nothing else spells a key.

| item | key | sort | what it says |
| --- | --- | --- | --- |
| post | `post#{post}` | `post` | author, text, mentions, at, state |
| an author's post | `posts#{author}` | `{at}#{post}` | what is pulled at read time |
| feed entry | `feed#{user}` | `{at}#{post}` | author; ends by TTL |
| following | `following#{user}` | `{author}` | whether to notify |
| follower | `followers#{author}#{bucket}` | `{user}` | whether to notify; what fans out |
| pulled | `pulled#{user}` | `{author}` | the reader merges this author's posts |
| account | `account#{user}` | `account` | how many it follows, how its own posts are read |
| audience | `audience#{author}#{bucket}` | `count` | followers of that bucket |
| like | `liked#{user}` | `{post}` | |
| likes | `likes#{post}#{shard}` | `count` | likes counted in that shard |
| notification | `inbox#{user}` | `{at}#{kind}#{post}` | ends by TTL |
| pushes | `pushes#{user}` | `{minute}` | notifications of that minute; ends by TTL |

A partition belongs to one user, to one post or to one bucket of an author's followers. So what many write at
once, an author's followers or a post's likes, is spread over `BUCKETS` or `SHARDS` of them, and nothing is
ever searched by a Scan.
"""

import hashlib
from typing import Final

#: Partitions over which an author's followers are spread, and with them the writes of a sudden crowd.
BUCKETS: Final = 8

#: Counters over which the likes of one post are spread: each takes 500 likes a second (a transacted write
#: costs two of a partition's 1,000 write units).
SHARDS: Final = 8

Key = dict[str, str]


def post(post_id: str) -> Key:
    """The key of a post."""
    return _key(f"post#{post_id}", "post")


def posts_of(author: str) -> str:
    """The partition of an author's posts."""
    return f"posts#{author}"


def feed_of(user: str) -> str:
    """The partition of a user's feed."""
    return f"feed#{user}"


def place(at: str, post_id: str) -> str:
    """The place of a post in any feed: by its time, and where two share a millisecond, by its id."""
    return f"{at}#{post_id}"


def at(place: str) -> str:
    """The time at a place, ISO 8601."""
    return place.partition("#")[0]


def post_at(place: str) -> str:
    """The id of the post at a place."""
    return place.rpartition("#")[2]


def following(user: str, author: str) -> Key:
    """The key of what says that `user` follows `author`."""
    return _key(f"following#{user}", author)


def followers(author: str, bucket: int) -> str:
    """The partition of a bucket of an author's followers."""
    return f"followers#{author}#{bucket}"


def follower(author: str, user: str) -> Key:
    """The key of a follower in its bucket."""
    return _key(followers(author, bucket_of(user)), user)


def bucket_of(user: str) -> int:
    """The bucket a follower is in: always the same, and even over many users."""
    return int.from_bytes(hashlib.sha256(user.encode()).digest()[:4]) % BUCKETS


def pulled_by(user: str) -> str:
    """The partition of the authors whose posts `user` pulls."""
    return f"pulled#{user}"


def account(user: str) -> Key:
    """The key of a user's account."""
    return _key(f"account#{user}", "account")


def audience(author: str, bucket: int) -> Key:
    """The key of the count of an author's followers in a bucket."""
    return _key(f"audience#{author}#{bucket}", "count")


def like(user: str, post_id: str) -> Key:
    """The key of what says that `user` likes a post."""
    return _key(f"liked#{user}", post_id)


def likes(post_id: str, shard: int) -> Key:
    """The key of one of the counters of a post's likes."""
    return _key(f"likes#{post_id}#{shard}", "count")


def counted_post(partition: str) -> str:
    """The post whose likes the counter in a partition counts."""
    return partition.split("#")[1]


def inbox_of(user: str) -> str:
    """The partition of a user's notifications."""
    return f"inbox#{user}"


def pushes(user: str, minute: str) -> Key:
    """The key of the count of a user's notifications in a minute."""
    return _key(f"pushes#{user}", minute)


def item(partition: str, sort: str) -> Key:
    """The key of an item in a partition."""
    return _key(partition, sort)


def _key(partition: str, sort: str) -> Key:
    return {"key": partition, "sort": sort}
