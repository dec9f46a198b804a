"""A page that reaches its limit with the last item says that it is the last.

moto 5.2.5, `dynamodb/models/table.py: Table.query` and `Table.scan`: a LastEvaluatedKey comes only where an
item follows. DynamoDB stops at the limit and does not look further; only a page without the key is the last:
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
Can go when moto stops there too.

Shown by test_a_page_that_ends_with_the_last_item_still_names_it
in tests/conformance/dynamodb/test_reading.py.
"""

import inspect
from collections.abc import Callable
from typing import Any

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from local.moto_fixes.mend import replace

#: Items, how many were read, and where the next page begins.
Page = tuple[list[Item], int, dict[str, Any] | None]


def install() -> None:
    """Mend moto."""
    replace(Table, "query", _with_its_last_key(Table.query, "projection_expressions"))
    replace(Table, "scan", _with_its_last_key(Table.scan, "projection_expression"))


def _with_its_last_key(read: Callable[..., Page], projection: str) -> Callable[..., Page]:
    signature = inspect.signature(read)

    def page(table: Table, *args: Any, **named: Any) -> Page:
        # moto filters and projects at the end; before that, the last item read is among the results.
        asked = signature.bind(table, *args, **named).arguments
        chosen, paths = asked.pop("filter_expression", None), asked.pop(projection, None)
        more = asked.pop("filter_kwargs", {})
        if projection == "projection_expressions":
            asked[projection] = None
        items, count, last = read(**{"self": table} | asked | more)
        if last is None and asked.get("limit") and len(items) == asked["limit"]:
            last = table._get_last_evaluated_key(items[-1], asked.get("index_name"))
        if chosen is not None:
            items = [item for item in items if chosen.expr(item)]
        return [item.project(paths) for item in items] if paths else items, count, last

    return page
