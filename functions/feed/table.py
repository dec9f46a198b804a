"""The feed's table: the few ways in which it is read and written, until nothing is left undone.

A batch may come back in part: what it names as unprocessed was throttled, and is asked for again after a
wait. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeVar

from functions.feed.keys import Key
from functions.offload.attributes import Plain, from_item, to_item
from functions.offload.backoff import Backoff

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        AttributeValueTypeDef,
        QueryInputTypeDef,
        WriteRequestUnionTypeDef,
    )

Item = Mapping[str, Plain]

#: BatchWriteItem's and BatchGetItem's limits, in items a call.
WRITTEN_AT_ONCE: Final = 25
READ_AT_ONCE: Final = 100

#: So often a batch is asked again, some 6 s in all, before the whole step is left to its own retries.
TRIES: Final = 8
_BACKOFF: Final = Backoff(base_seconds=0.05, cap_seconds=2)

T = TypeVar("T")


class Throttled(Exception):
    """A batch was never processed as a whole: the table takes no more just now."""


@dataclass(frozen=True)
class Table:
    """One table with the keys `key` and `sort`.

    Args:
        dynamodb: a low-level client.
        name: the table's name.
        sleep: lets so many seconds pass.
    """

    dynamodb: "DynamoDBClient"
    name: str
    # Looked up at each call, since the clock of a test takes the place of time.sleep.
    sleep: Callable[[float], None] = lambda seconds: time.sleep(seconds)

    def get(self, key: Key) -> dict[str, Plain] | None:
        """Return an item as it stands, None if there is none (a consistent read)."""
        found = self.dynamodb.get_item(TableName=self.name, Key=to_item(key), ConsistentRead=True)
        return from_item(found["Item"]) if "Item" in found else None

    def get_many(self, keys: Iterable[Key], *, consistent: bool = False) -> list[dict[str, Plain]]:
        """Return those of the items that there are, in no order. No key may be named twice."""
        found: list[dict[str, Plain]] = []
        for some in _in_batches(keys, READ_AT_ONCE):
            wanted = [to_item(key) for key in some]
            for wait in _waits():
                answer = self.dynamodb.batch_get_item(
                    RequestItems={self.name: {"Keys": wanted, "ConsistentRead": consistent}}
                )
                found += [from_item(item) for item in answer["Responses"].get(self.name, [])]
                left = answer.get("UnprocessedKeys", {}).get(self.name)
                if left is None:
                    break
                wanted = [dict(key) for key in left["Keys"]]
                self.sleep(wait)
        return found

    def put_many(self, items: Iterable[Item]) -> int:
        """Put the items, replacing what is there; return how many they were. No key may be named twice."""
        written = 0
        for some in _in_batches(items, WRITTEN_AT_ONCE):
            requests = [_put(item) for item in some]
            for wait in _waits():
                answer = self.dynamodb.batch_write_item(RequestItems={self.name: requests})
                left = answer.get("UnprocessedItems", {}).get(self.name)
                if not left:
                    break
                requests = list(left)
                self.sleep(wait)
            written += len(some)
        return written

    def query(
        self,
        partition: str,
        *,
        first: str | None = None,
        last: str | None = None,
        newest_first: bool = False,
        consistent: bool = False,
        page: int | None = None,
    ) -> Iterator[dict[str, Plain]]:
        """Yield a partition's items by their sort key; another page is read when it is asked for.

        Args:
            partition: the value of `key`.
            first: the least sort key to yield.
            last: the greatest sort key to yield.
            newest_first: from the greatest sort key down.
            consistent: whether every write that has ended is to be seen.
            page: items a page, as many as fit into 1 MB unless given.
        """
        values: dict[str, AttributeValueTypeDef] = {":key": {"S": partition}}
        condition = "#key = :key"
        if first is not None or last is not None:
            condition += " AND #sort BETWEEN :first AND :last"
            values |= {
                ":first": {"S": first or " "},
                ":last": {"S": last if last is not None else "\U0010ffff"},
            }
        asked: QueryInputTypeDef = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": {"#key": "key"} | ({"#sort": "sort"} if len(values) > 1 else {}),
            "ExpressionAttributeValues": values,
            "ScanIndexForward": not newest_first,
            "ConsistentRead": consistent,
        }
        if page is not None:
            asked["Limit"] = page
        while True:
            answer = self.dynamodb.query(**asked)
            yield from (from_item(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _put(item: Item) -> "WriteRequestUnionTypeDef":
    return {"PutRequest": {"Item": to_item(item)}}


def _waits() -> Iterator[float]:
    """Yield the wait after each try, in seconds; Throttled once there were enough."""
    yield from (_BACKOFF.after(attempt) for attempt in range(1, TRIES + 1))
    raise Throttled(f"items of a batch were left unprocessed {TRIES} times")


def _in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
