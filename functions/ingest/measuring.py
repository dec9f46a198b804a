"""Measuring: the figures of a table of rows, by Arrow."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from functions.ingest.contract import Aggregate, Column, Measure
from functions.ingest.figures import MAX_GROUPS, Figures, Group, Range


def figures_of(rows: pa.Table, columns: Sequence[Column], aggregate: Aggregate | None) -> Figures:
    """Return the figures of a table of rows."""
    ranges = {}
    for column in columns:
        found = pc.min_max(rows[column.name])
        least, most = _texts(pa.array([found["min"].as_py(), found["max"].as_py()], rows[column.name].type))
        ranges[column.name] = Range(min=least, max=most)
    groups = [] if aggregate is None or not len(rows) else _groups(rows, aggregate)
    return Figures(rows=len(rows), ranges=ranges, groups=groups)


def _groups(rows: pa.Table, aggregate: Aggregate) -> list[Group] | None:
    by = [rows[name] for name in aggregate.group_by]
    measured = [_summable(rows[measure.column], measure) for measure in aggregate.measures]
    keys, values = [f"key{n}" for n in range(len(by))], [f"value{n}" for n in range(len(measured))]
    table = pa.table([*by, *measured], names=[*keys, *values]).group_by(keys, use_threads=False)
    wanted = [(name, measure.function) for name, measure in zip(values, aggregate.measures, strict=True)]
    found = table.aggregate([([], "count_all"), *wanted])
    if len(found) > MAX_GROUPS:
        return None
    texts = {
        name: _texts(found[name]) for name in [*keys, *(f"{name}_{function}" for name, function in wanted)]
    }
    counts = found["count_all"].to_pylist()
    return [
        Group(
            key=[texts[name][row] for name in keys],
            rows=counts[row],
            measures=[texts[f"{name}_{function}"][row] for name, function in wanted],
        )
        for row in range(len(found))
    ]


def _summable(values: pa.ChunkedArray, measure: Measure) -> pa.ChunkedArray:
    """Return a column in a type in which no sum of a block overflows: 64 bits do, silently."""
    if measure.function == "sum" and pa.types.is_integer(values.type):
        return values.cast(pa.decimal128(38, 0))
    return values


def _texts(values: pa.Array | pa.ChunkedArray) -> list[str | None]:
    """Return values as texts; decimals without an exponent, which Arrow gives small ones."""
    if pa.types.is_decimal(values.type):
        return [None if value is None else format(value, "f") for value in values.to_pylist()]
    texts: list[str | None] = values.cast(pa.string()).to_pylist()
    return texts
