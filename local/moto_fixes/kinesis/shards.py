"""moto walks all of a shard's records in every call, and keeps them for ever.

moto 5.2.5, `kinesis/models.py: Shard`: to put and to read a record takes time in proportion to the records
there are; sequence numbers begin with 1, so that "9" comes after "10"; nobody can wait for a record. Here
numbers are as long as AWS's, and records are gone after the stream's retention. Can go when moto's are.

https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html

Shown by test_a_kinesis_record_shows_its_data
in tests/flow/local/test_engine_streams.py.
"""

from typing import Final

from moto.core.utils import unix_time
from moto.kinesis.models import Record, Shard, Stream

from local.moto_fixes import arrivals
from local.moto_fixes.mend import replace

#: The number before the first one. All have 56 digits.
BEFORE_FIRST: Final = 49_590_338_271_490_256_608_559_692_538_361_571_095_921_575_989_136_588_897
#: The most records a reader gets in one call.
MOST_RECORDS: Final = 10_000

_moto_put_record = Stream.put_record


def install() -> None:
    """Mend moto."""
    replace(Shard, "put_record", _put)
    replace(Shard, "get_records", _get)
    replace(Shard, "get_min_sequence_number", _first)
    replace(Shard, "get_max_sequence_number", _last)
    replace(Stream, "put_record", _put_and_tell)


def _put_and_tell(stream: Stream, partition_key: str, explicit_hash_key: str, data: str) -> tuple[str, str]:
    _trim(stream)
    answer = _moto_put_record(stream, partition_key, explicit_hash_key, data)
    arrivals.announce(stream.arn)
    return answer


def _put(shard: Shard, partition_key: str, data: str, explicit_hash_key: str) -> str:
    number = _last(shard) + 1
    shard.records[number] = Record(partition_key, data, number, explicit_hash_key)
    shard.last_number = number  # type: ignore[attr-defined]  # what remains when all records have expired
    return str(number)


def _get(shard: Shard, last_sequence_id: str, limit: int | None) -> tuple[list[Record], int, int]:
    if not shard.records:
        return [], int(last_sequence_id), 0
    start = max(int(last_sequence_id) + 1, _first(shard))
    end = min(start + (limit or MOST_RECORDS), _last(shard) + 1)
    records = [shard.records[number] for number in range(start, end)]
    if not records:
        return [], int(last_sequence_id), 0
    behind = shard.records[_last(shard)].created_at - records[-1].created_at
    return records, end - 1, int(behind * 1000)


def _first(shard: Shard) -> int:
    return next(iter(shard.records), 0)


def _last(shard: Shard) -> int:
    return getattr(shard, "last_number", BEFORE_FIRST)


def _trim(stream: Stream) -> None:
    horizon = unix_time() - stream.retention_period_hours * 3600
    for shard in stream.shards.values():
        while shard.records and shard.records[_first(shard)].created_at <= horizon:
            del shard.records[_first(shard)]
