"""moto takes whatever is put on a shard.

moto 5.2.5, `kinesis/models.py: KinesisBackend.put_record` takes a record of any size, and both it and
`put_records` any number of them. Here a record has 1 MiB at most, and a shard takes 1 MiB and 1,000 records a
second; of PutRecords it takes what it has room for, and the answer tells what is not taken. Can go when moto
has the limits.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html

Shown by test_a_shard_takes_a_mebibyte_a_second_and_the_answer_tells_what_it_did_not_take
in tests/conformance/streams/test_writing.py.
"""

from base64 import b64decode
from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.core.utils import unix_time
from moto.kinesis.models import KinesisBackend, Shard, Stream

from local.moto_fixes.mend import replace

#: Of one record with its partition key, and of all records of a shard in a second.
MOST_BYTES: Final = 1_048_576
#: Of a shard in a second.
MOST_RECORDS: Final = 1_000

_EXCEEDED: Final = "ProvisionedThroughputExceededException"

_moto_put_record = KinesisBackend.put_record
_moto_put_records = KinesisBackend.put_records


def install() -> None:
    """Mend moto."""
    replace(KinesisBackend, "put_record", _put_record)
    replace(KinesisBackend, "put_records", _put_records)


def _put_record(
    backend: KinesisBackend,
    stream_arn: str,
    stream_name: str,
    partition_key: str,
    explicit_hash_key: str,
    data: str,
) -> tuple[str, str]:
    stream = backend.describe_stream(stream_arn=stream_arn, stream_name=stream_name)
    size = _size(partition_key, data)
    if size > MOST_BYTES:
        raise JsonRESTError(
            "ValidationException",
            "1 validation error detected: Value at 'data' failed to satisfy constraint: Member must have "
            f"length less than or equal to {MOST_BYTES}",
        )
    shard = _shard(stream, partition_key, explicit_hash_key)
    if not _has_room(shard, size):
        raise JsonRESTError(_EXCEEDED, _explain(shard, stream))
    return _moto_put_record(backend, stream_arn, stream_name, partition_key, explicit_hash_key, data)


def _put_records(
    backend: KinesisBackend, stream_arn: str, stream_name: str, records: list[dict[str, Any]]
) -> dict[str, Any]:
    stream = backend.describe_stream(stream_arn=stream_arn, stream_name=stream_name)
    refused: dict[int, dict[str, str]] = {}
    for index, record in enumerate(records):
        size = _size(record["PartitionKey"], record["Data"])
        shard = _shard(stream, record["PartitionKey"], record.get("ExplicitHashKey"))
        # moto refuses the whole call for the sake of one that is too large.
        if size <= MOST_BYTES and not _has_room(shard, size):
            refused[index] = {"ErrorCode": _EXCEEDED, "ErrorMessage": _explain(shard, stream)}
    taken = [record for index, record in enumerate(records) if index not in refused]
    answers = iter(_moto_put_records(backend, stream_arn, stream_name, taken)["Records"])
    return {
        "FailedRecordCount": len(refused),
        "Records": [refused.get(index) or next(answers) for index in range(len(records))],
    }


def _has_room(shard: Shard, size: int) -> bool:
    """Tell whether a shard takes so many bytes in this second, and count them if it does."""
    second = int(unix_time())
    since, records, taken = getattr(shard, "written", (second, 0, 0))
    if since != second:
        records, taken = 0, 0
    if records == MOST_RECORDS or taken + size > MOST_BYTES:
        return False
    shard.written = (second, records + 1, taken + size)  # type: ignore[attr-defined]  # this mend's own
    return True


def _shard(stream: Stream, partition_key: str, explicit_hash_key: str | None) -> Shard:
    shard: Shard = stream.get_shard_for_key(partition_key, explicit_hash_key)  # type: ignore[assignment,arg-type]
    return shard


def _size(partition_key: str, data: str) -> int:
    return len(b64decode(data)) + len(partition_key)


def _explain(shard: Shard, stream: Stream) -> str:
    return f"Rate exceeded for shard {shard.shard_id} in stream {stream.stream_name}."
