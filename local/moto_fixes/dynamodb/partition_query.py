"""A query sorts and looks through every item of the table, so it takes longer with each partition there is.

moto 5.2.5, `dynamodb/models/table.py: Table.query`: it begins from `all_items`, though a table's own items
lie by partition. Here a query of the table sees its partition alone; one of an index sees all, as before.
Can go when moto looks up the partition.

Shown by test_a_table_s_size_makes_no_query_harder
in tests/flow/local/moto_fixes/test_speed.py.
"""

import inspect
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table

from local.moto_fixes.mend import replace

_moto_all_items = Table.all_items
_SIGNATURE = inspect.signature(Table.query)
#: The partition that is being queried, of tables that are.
_queried: WeakKeyDictionary[Table, DynamoType] = WeakKeyDictionary()


def install() -> None:
    """Mend moto."""
    replace(Table, "all_items", _all_items)
    replace(Table, "query", _in_its_partition(Table.query))


def _in_its_partition(query: Callable[..., Any]) -> Callable[..., Any]:
    def query_partition(table: Table, *args: Any, **named: Any) -> Any:
        asked = _SIGNATURE.bind(table, *args, **named).arguments
        if asked.get("index_name") is None:
            _queried[table] = asked["hash_key"]
        try:
            return query(table, *args, **named)
        finally:
            _queried.pop(table, None)

    return query_partition


def _all_items(table: Table) -> list[Item]:
    if table not in _queried:
        return _moto_all_items(table)
    items: Any = table.items.get(_queried[table], {})
    return list(items.values()) if table.range_key_attr else [items] if items else []
