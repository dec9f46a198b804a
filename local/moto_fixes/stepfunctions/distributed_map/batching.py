"""How items become the inputs of child executions: one each, or in batches.

https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

#: The largest input of a child execution, in bytes.
LARGEST_INPUT: Final = 256 * 1024


@dataclass(frozen=True)
class Work:
    """What one child execution is given: its input, and how many items are in it."""

    data: JsonValue
    items: int


def single(items: Iterable[JsonValue]) -> Iterator[Work]:
    """Yield each item as the work of a child of its own."""
    return (Work(item, 1) for item in items)


def batched(items: Iterable[JsonValue], batcher: Mapping[str, JsonValue]) -> Iterator[Work]:
    """Yield the items in batches, as large as `batcher`, the ItemBatcher's values, allows."""
    fixed: dict[str, JsonValue] = {"BatchInput": batcher["BatchInput"]} if "BatchInput" in batcher else {}
    most_items = _number(batcher.get("MaxItemsPerBatch"))
    most_bytes = min(_number(batcher.get("MaxInputBytesPerBatch")) or LARGEST_INPUT, LARGEST_INPUT)
    frame = _bytes({**fixed, "Items": []})
    batch: list[JsonValue] = []
    size = frame
    for item in items:
        more = _bytes(item) + (1 if batch else 0)
        if batch and (len(batch) == most_items or size + more > most_bytes):
            yield Work({**fixed, "Items": batch}, len(batch))
            batch, size, more = [], frame, _bytes(item)
        batch.append(item)
        size += more
    if batch:
        yield Work({**fixed, "Items": batch}, len(batch))


def _number(value: JsonValue) -> int | None:
    return int(value) if isinstance(value, int | float | str) else None


def _bytes(value: JsonValue) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
