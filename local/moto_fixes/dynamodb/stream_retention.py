"""moto keeps the records of a stream for ever, and every position a reader ever had.

moto 5.2.5, `dynamodb/models/table.py: StreamShard` and `dynamodbstreams/models.py: ShardIterator`. Here a
record is gone after 24 hours, and an iterator after 15 minutes. Can go when moto forgets them.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html

Shown by test_what_nobody_read_is_gone_after_a_day
in tests/flow/local/test_engine_streams.py.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.utils import utcnow
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import StreamShard
from moto.dynamodbstreams.models import DynamoDBStreamsBackend, ShardIterator

from local.moto_fixes.mend import replace

RETENTION: Final = dt.timedelta(hours=24)
ITERATORS_LIFE: Final = dt.timedelta(minutes=15)

_Add = Callable[[StreamShard, Item | None, Item | None], None]

_moto_iterator_init = ShardIterator.__init__


class TrimmedDataAccess(JsonRESTError):
    """The reader is behind what the stream still holds."""

    def __init__(self) -> None:
        super().__init__(
            "TrimmedDataAccessException", "The operation attempted to read past the oldest stream record."
        )


class ExpiredIterator(JsonRESTError):
    """An iterator is too old, or made up."""

    def __init__(self) -> None:
        super().__init__("ExpiredIteratorException", "Iterator expired.")


def install() -> None:
    """Mend moto."""
    replace(StreamShard, "add", _trimming(StreamShard.add))
    replace(StreamShard, "get", _get)
    replace(ShardIterator, "__init__", _iterator_init)
    replace(DynamoDBStreamsBackend, "get_records", _get_records)


def _trimming(add: _Add) -> _Add:
    """Return what adds a record, whoever mended it before, and forgets those that are too old."""

    def add_and_trim(shard: StreamShard, old: Item | None, new: Item | None) -> None:
        add(shard, old, new)
        _trim(shard)

    return add_and_trim


def _get(shard: StreamShard, start: int, quantity: int) -> list[dict[str, Any]]:
    _trim(shard)
    first = start - shard.starting_sequence_number
    if first < 0:
        raise TrimmedDataAccess
    return [item.to_json() for item in shard.items[first : first + quantity]]


def _trim(shard: StreamShard) -> None:
    horizon, expired = utcnow() - RETENTION, 0
    for item in shard.items:
        if item.record["dynamodb"]["ApproximateCreationDateTime"] > horizon:
            break
        expired += 1
    del shard.items[:expired]
    shard.starting_sequence_number += expired


def _iterator_init(iterator: ShardIterator, backend: Any, shard: StreamShard, *args: Any) -> None:
    _trim(shard)
    _moto_iterator_init(iterator, backend, shard, *args)
    iterator.expires = utcnow() + ITERATORS_LIFE  # type: ignore[attr-defined]  # ours


def _get_records(backend: DynamoDBStreamsBackend, iterator_arn: str, limit: int) -> dict[str, Any]:
    known, now = backend.shard_iterators, utcnow()
    while known and (oldest := known[next(iter(known))]).expires <= now:  # type: ignore[attr-defined]
        del known[oldest.arn]
    if iterator_arn not in known:
        raise ExpiredIterator
    return known[iterator_arn].get(limit)
