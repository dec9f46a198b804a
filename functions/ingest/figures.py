"""Figures: what is counted and summed up of the rows, part by part, and put together exactly.

Sums are whole numbers of the column's smallest unit and never rounded, so it does not matter in which order,
or in how many parts, rows are added.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal, Inexact
from typing import Final

from pydantic import BaseModel, Field

from functions.ingest.contract import Aggregate, Column, ColumnType, Measure

#: More groups than these are no summary.
MAX_GROUPS: Final = 10_000

#: Has room for every sum there can be, and is loud if not.
_EXACT: Final = Context(prec=100, traps=[Inexact])

#: A text by which values of a type are in order.
_ORDER: Final[Mapping[ColumnType, Callable[[str], tuple[object, ...]]]] = {
    "integer": lambda text: (int(text),),
    "decimal": lambda text: (Decimal(text),),
    "number": lambda text: (float(text),),
    # A year of five digits comes of an offset at the end of year 9999.
    "date": lambda text: (len(text), text),
    "timestamp": lambda text: (len(text), text),
}


class Range(BaseModel):
    """The smallest and the largest value of a column, as text; None without any."""

    min: str | None = None
    max: str | None = None


class Group(BaseModel):
    """The figures of the rows that agree in the columns grouped by.

    Attributes:
        key: their values, as text.
        rows: how many they are.
        measures: in the order of the aggregate's measures, as text; None without any value.
    """

    key: list[str | None]
    rows: int
    measures: list[str | None]


class Figures(BaseModel):
    """What is known of some rows.

    Attributes:
        rows: how many they are.
        ranges: by column.
        groups: of the aggregate; None when there were more than MAX_GROUPS.
    """

    rows: int = 0
    ranges: dict[str, Range] = Field(default_factory=dict)
    groups: list[Group] | None = Field(default_factory=list)


class Adder:
    """Puts figures together.

    Args:
        columns: of the rows.
        aggregate: what is wanted of them.
    """

    def __init__(self, columns: Sequence[Column], aggregate: Aggregate | None) -> None:
        self._types = {column.name: column.type for column in columns}
        self._measures = aggregate.measures if aggregate else []
        self._rows = 0
        self._ranges: dict[str, Range] = {column.name: Range() for column in columns}
        self._groups: dict[tuple[str | None, ...], Group] | None = {}

    def add(self, figures: Figures) -> None:
        """Add the figures of other rows."""
        self._rows += figures.rows
        for name, found in figures.ranges.items():
            ours = self._ranges[name]
            ours.min = self._least(name, ours.min, found.min, min)
            ours.max = self._least(name, ours.max, found.max, max)
        if figures.groups is None or self._groups is None:
            self._groups = None
            return
        for group in figures.groups:
            known = self._groups.get(tuple(group.key))
            if known is None:
                self._groups[tuple(group.key)] = group.model_copy(deep=True)
            else:
                known.rows += group.rows
                known.measures = [
                    self._together(measure, one, other)
                    for measure, one, other in zip(
                        self._measures, known.measures, group.measures, strict=True
                    )
                ]
        if len(self._groups) > MAX_GROUPS:
            self._groups = None

    def total(self) -> Figures:
        """Return all that was added; groups in the order of their keys."""
        groups = (
            None
            if self._groups is None
            else [self._groups[key] for key in sorted(self._groups, key=_nulls_first)]
        )
        return Figures(rows=self._rows, ranges=self._ranges, groups=groups)

    def _together(self, measure: Measure, one: str | None, other: str | None) -> str | None:
        if one is None or other is None:
            return other if one is None else one
        match measure.function:
            case "sum" | "count":
                return format(_EXACT.add(Decimal(one), Decimal(other)), "f")
            case "min":
                return self._least(measure.column, one, other, min)
            case "max":
                return self._least(measure.column, one, other, max)

    def _least(
        self, name: str, one: str | None, other: str | None, choose: "Callable[..., str]"
    ) -> str | None:
        if one is None or other is None:
            return other if one is None else one
        return choose(one, other, key=_ORDER.get(self._types[name], lambda text: (text,)))


def _nulls_first(key: Iterable[str | None]) -> list[tuple[bool, str]]:
    return [(text is not None, text or "") for text in key]
