"""Columns: from the values of many rows to Arrow's typed arrays, and the rows that do not keep the contract.

Arrow converts a column at a time. What it would take but nobody means (hexadecimal, blanks) is kept from it
by a pattern for each type; what the pattern lets through but no value is (a 30th of February) is found by
halving the column until it stands alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from functions.ingest.contract import DECIMAL_DIGITS, Column, ColumnType
from functions.ingest.records import Flaw, Records, shown

_DATE: Final = r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"

_TIME: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"

_PATTERNS: Final[Mapping[ColumnType, str]] = {
    "integer": r"^-?[0-9]{1,19}$",
    "number": r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?$",
    "boolean": r"^(true|false)$",
    "date": rf"^{_DATE}$",
    "timestamp": rf"^{_DATE}[T ]{_TIME}(Z|[-+][0-9]{{2}}:[0-9]{{2}})$",
}

_REASONS: Final[Mapping[ColumnType, str]] = {
    "string": "NotAString",
    "integer": "NotAnInteger",
    "decimal": "NotADecimal",
    "number": "NotANumber",
    "boolean": "NotABoolean",
    "date": "NotADate",
    "timestamp": "NotATimestamp",
}

_TYPES: Final[Mapping[ColumnType, Callable[[Column], pa.DataType]]] = {
    "string": lambda _: pa.string(),
    "integer": lambda _: pa.int64(),
    "decimal": lambda column: pa.decimal128(DECIMAL_DIGITS + column.scale, column.scale),
    "number": lambda _: pa.float64(),
    "boolean": lambda _: pa.bool_(),
    "date": lambda _: pa.date32(),
    "timestamp": lambda _: pa.timestamp("us", "UTC"),
}


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """Return the columns as Arrow and Parquet know them."""
    return pa.schema(
        [
            pa.field(column.name, _TYPES[column.type](column), nullable=not column.required)
            for column in columns
        ]
    )


@dataclass(frozen=True)
class Typed:
    """The rows that keep the contract, and the flaws of all records that do not."""

    rows: pa.RecordBatch
    flaws: list[Flaw]


@dataclass(frozen=True)
class RowContract:
    """What rows have to keep.

    Attributes:
        columns: the columns that are wanted.
        places: where each is among the values of a record.
        from_text: whether values are text, in which a missing one is empty, as in CSV.
    """

    columns: Sequence[Column]
    places: Sequence[int]
    from_text: bool

    def check(self, records: Records) -> Typed:
        """Type the records' rows."""
        arrays, flaws = [], dict[int, Flaw]()
        for column, place in zip(self.columns, self.places, strict=True):
            values = [row[place] for row in records.rows]
            texts, mistyped = (values, {}) if self.from_text else _as_texts(values, column)
            strings = pa.array(texts, pa.string())
            if self.from_text:
                strings = pc.if_else(pc.equal(strings, ""), pa.scalar(None, pa.string()), strings)
            array, wrong = _typed(strings, column)
            arrays.append(array)
            for index in wrong:
                self._note(flaws, records, index, column, texts[index])
            for index, text in mistyped.items():
                self._note(flaws, records, index, column, text)
            if column.required and array.null_count:
                for index in pc.indices_nonzero(array.is_null()).to_pylist():
                    self._note(flaws, records, index, column, "", reason="MissingValue")
        batch = pa.RecordBatch.from_arrays(arrays, [column.name for column in self.columns])
        if flaws:
            good = [index not in flaws for index in range(len(records.rows))]
            batch = batch.filter(pa.array(good, pa.bool_()))
        return Typed(batch.cast(schema_of(self.columns)), _in_order([*records.flaws, *flaws.values()]))

    def _note(
        self,
        flaws: dict[int, Flaw],
        records: Records,
        index: int,
        column: Column,
        text: object,
        reason: str | None = None,
    ) -> None:
        """Note a row's first flaw, in the order of the columns."""
        if index not in flaws:
            flaws[index] = Flaw(
                records.lines[index], reason or _REASONS[column.type], column.name, shown(str(text))
            )


def _in_order(flaws: list[Flaw]) -> list[Flaw]:
    return sorted(flaws, key=lambda flaw: flaw.line)


def _typed(strings: pa.StringArray, column: Column) -> tuple[pa.Array, list[int]]:
    """Return the values, null where there is none, and the places of what is no value of the type."""
    if column.type == "string":
        return strings, []
    pattern = _PATTERNS.get(column.type) or _decimal_pattern(column.scale)
    fits = pc.match_substring_regex(strings, pattern)
    wrong = pc.indices_nonzero(pc.invert(fits)).to_pylist()
    if wrong:
        strings = pc.if_else(fits, strings, pa.scalar(None, pa.string()))
    parts, more = _halves(strings, _TYPES[column.type](column), 0)
    array = pa.concat_arrays(parts) if more else parts[0]
    if column.type == "number":
        infinite = pc.fill_null(pc.is_inf(array), False)
        more += pc.indices_nonzero(infinite).to_pylist()
        array = pc.if_else(infinite, pa.scalar(None, pa.float64()), array)
    return array, [*wrong, *more]


def _halves(strings: pa.StringArray, kind: pa.DataType, first: int) -> tuple[list[pa.Array], list[int]]:
    """Convert what can be, half by half; return the parts, null for what cannot, and the places of that."""
    try:
        return [strings.cast(kind)], []
    except pa.ArrowInvalid:
        if len(strings) == 1:
            return [pa.nulls(1, kind)], [first]
    middle = len(strings) // 2
    parts, wrong = _halves(strings[:middle], kind, first)
    more_parts, more_wrong = _halves(strings[middle:], kind, first + middle)
    return [*parts, *more_parts], [*wrong, *more_wrong]


def _decimal_pattern(scale: int) -> str:
    fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
    return rf"^-?[0-9]{{1,{DECIMAL_DIGITS}}}{fraction}$"


def _as_texts(values: Sequence[object], column: Column) -> tuple[list[str | None], dict[int, str]]:
    """Return JSON's values as texts, and those that are of another type than the column."""
    texts: list[str | None] = []
    mistyped: dict[int, str] = {}
    for index, value in enumerate(values):
        text = _as_text(value, column.type)
        if text is None and value is not None:
            mistyped[index] = str(value)
        texts.append(text)
    return texts, mistyped


def _as_text(value: object, kind: ColumnType) -> str | None:
    match value, kind:
        case bool(), "boolean":
            return "true" if value else "false"
        case bool(), _:
            return None
        case int(), "integer" | "decimal" | "number":
            return str(value)
        case Decimal(), "decimal":
            return _plain(value)
        case Decimal(), "number":
            return str(value).replace("E+", "e")
        case str(), "string" | "decimal" | "date" | "timestamp":
            return _encodable(value)
    return None


def _plain(value: Decimal) -> str | None:
    """Return a decimal without an exponent, None if it is far too large or small to be meant."""
    return format(value, "f") if -40 <= value.adjusted() <= 40 else None


def _encodable(text: str) -> str | None:
    """Return a text that UTF-8 has room for: JSON can escape half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return text
