"""A transaction copies every table it writes to, so it takes longer with each item that is there.

moto 5.2.5, `dynamodb/models/__init__.py: DynamoDBBackend.transact_write_items`: for its way back it makes a
deep copy of each table. Here only what the transaction names is kept, and put back if it is refused.
Can go when moto copies no tables.

Shown by test_a_table_s_size_makes_no_transaction_harder
in tests/flow/local/moto_fixes/test_speed.py.
"""

import copy
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.moto_fixes.mend import replace

_moto_transact_write_items = DynamoDBBackend.transact_write_items


@dataclass(frozen=True)
class _Before:
    """An item of a table as it was."""

    table: Table
    partition: DynamoType
    sort: DynamoType | None
    item: Item | None

    def put_back(self) -> None:
        """Let the item be as it was."""
        items: Any = self.table.items
        if self.sort is not None:
            items, key = items[self.partition], self.sort
        else:
            key = self.partition
        if self.item is not None:
            items[key] = self.item
        else:
            items.pop(key, None)


def install() -> None:
    """Mend moto."""
    replace(DynamoDBBackend, "transact_write_items", _transact_write_items)
    replace(models, "copy", SimpleNamespace(copy=copy.copy, deepcopy=_deepcopy))


def _deepcopy(thing: Any) -> Any:
    """Copy what moto's backend copies, but no table: those are put back item by item."""
    return thing if isinstance(thing, Table) else copy.deepcopy(thing)


def _transact_write_items(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    before = [kept for write in transact_items for kept in _named(backend, write)]
    streams = {
        kept.table.name: (kept.table.stream_shard, len(kept.table.stream_shard.items))
        for kept in before
        if kept.table.stream_shard is not None
    }
    try:
        _moto_transact_write_items(backend, transact_items)
    except Exception:  # any refusal: a transaction leaves nothing behind
        for kept in before:
            kept.put_back()
        for shard, length in streams.values():
            del shard.items[length:]
        raise


def _named(backend: DynamoDBBackend, write: dict[str, Any]) -> list[_Before]:
    """The item that a write names; none where moto will refuse the write for its form."""
    kept = []
    for action in write.values():
        table = backend.tables.get(action.get("TableName", ""))
        key = action.get("Key") or action.get("Item") or {}
        if table is None or table.hash_key_attr not in key:
            continue
        partition = DynamoType(key[table.hash_key_attr])
        sort = None
        if table.range_key_attr is not None:
            if table.range_key_attr not in key:
                continue
            sort = DynamoType(key[table.range_key_attr])
        kept.append(_Before(table, partition, sort, copy.deepcopy(table.get_item(partition, sort))))
    return kept
