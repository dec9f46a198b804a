"""moto's streams tell of one new item twice, of changes that changed nothing, and not all there is to tell.

moto 5.2.5, `dynamodb/models/table.py: StreamShard.add` and `StreamRecord`: an update_item that creates its
item first inserts the key alone, with a record of its own; a write that leaves the item as it was is a
MODIFY; every record is of us-east-1, and its size that of the JSON. Nobody can wait for a record. Can go when
a write makes one record, and an idle one none.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html

Shown by test_a_write_makes_one_stream_record_and_an_idle_one_none
in tests/flow/local/moto_fixes/test_dynamodb.py.
"""

from typing import Any

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import StreamShard

from local.moto_fixes import arrivals
from local.moto_fixes.mend import replace

_moto_add = StreamShard.add


def install() -> None:
    """Mend moto."""
    replace(StreamShard, "add", _add)


def _add(shard: StreamShard, old: Item | None, new: Item | None) -> None:
    if old is not None and new is not None and old.to_json() == new.to_json():
        return
    if old is None and _ends_with_insert_of(shard, new):
        shard.items.pop()
    _moto_add(shard, old, new)
    record = shard.items[-1].record
    record["awsRegion"] = shard.table.region_name
    record["dynamodb"]["SizeBytes"] = _bytes(record["dynamodb"])
    arrivals.announce(shard.table.table_arn)


def _ends_with_insert_of(shard: StreamShard, item: Item | None) -> bool:
    """Tell whether the last record inserts this item: nothing can be inserted twice in a row."""
    if not shard.items or item is None:
        return False
    last = shard.items[-1].record
    keys = last["dynamodb"]["Keys"]
    attributes = item.to_json()["Attributes"]
    return last["eventName"] == "INSERT" and all(attributes[name] == value for name, value in keys.items())


def _bytes(change: dict[str, Any]) -> int:
    """Return the size of the keys and images that a record shows, names and values."""
    shown = (change.get(part) or {} for part in ("Keys", "NewImage", "OldImage"))
    return sum(
        len(name.encode()) + DynamoType(value).size() for part in shown for name, value in part.items()
    )
