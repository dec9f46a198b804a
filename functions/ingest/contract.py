"""The payload of an `ingest` job: which upload, what its columns are, and what to sum up.

It becomes the JSON-schema model of `POST /jobs/ingest`, so it keeps to what draft 4 can say.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

#: `number` is binary floating point; money is a `decimal`, whose sums are exact.
ColumnType = Literal["string", "integer", "decimal", "number", "boolean", "date", "timestamp"]

#: Digits a decimal may have in front of its point; its sums have room for 10^10 such rows.
DECIMAL_DIGITS = 18

#: Types whose values make sense as a group: few, and equal or not without doubt.
GROUPABLE: frozenset[ColumnType] = frozenset({"string", "integer", "boolean", "date"})

#: Types whose sums are exact, in whatever order they are added.
SUMMABLE: frozenset[ColumnType] = frozenset({"integer", "decimal"})

Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r'^[^\x00-\x1f"]+$')]


class Closed(BaseModel):
    """A model that takes no unknown field and converts no type, so that it judges as its JSON schema does."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Column(Closed):
    """A column of the file that is wanted in the result."""

    name: Name
    type: ColumnType
    required: bool = Field(default=False, description="A row without a value here is rejected")
    scale: int = Field(default=2, ge=0, le=10, description="Of a decimal: digits behind its point")


class Measure(Closed):
    """A figure of each group."""

    column: Name
    function: Literal["sum", "min", "max", "count"]


class Aggregate(Closed):
    """What the summary tells of each group of rows."""

    group_by: list[Name] = Field(min_length=1, max_length=3)
    measures: list[Measure] = Field(default_factory=list, max_length=8)


class Ingest(Closed):
    """An upload, the contract its rows have to keep, and what is wanted of them."""

    upload: str = Field(
        pattern=r"^uploads/[^/]+/[^/]+/[^/]+$",
        max_length=1024,
        description="Key of the file, as POST /uploads gave it: UTF-8, not compressed",
    )
    format: Literal["csv", "jsonl"] = "csv"
    delimiter: Literal[",", ";", "\t", "|"] = Field(default=",", description="Of a CSV file")
    header: bool = Field(
        default=True, description="Of a CSV file: whether its first record names the columns"
    )
    columns: list[Column] = Field(min_length=1, max_length=100)
    aggregate: Aggregate | None = None
    tolerated_rejects: int = Field(
        default=10, ge=0, le=100, description="Percent of the rows; if more are rejected, the job fails"
    )
    chunk_bytes: int = Field(
        default=16 * 1024 * 1024,
        ge=1024,
        le=64 * 1024 * 1024,
        description="Bytes that one function reads; more where the file would have over 1,000 chunks",
    )

    @model_validator(mode="after")
    def _columns_fit_together(self) -> "Ingest":
        types = {column.name: column.type for column in self.columns}
        if len(types) < len(self.columns):
            raise ValueError("each column may be named once")
        if self.aggregate is not None:
            _check(self.aggregate, types)
        return self


def _check(aggregate: Aggregate, types: dict[str, ColumnType]) -> None:
    named = [*aggregate.group_by, *(measure.column for measure in aggregate.measures)]
    unknown = sorted(set(named) - types.keys())
    if unknown:
        raise ValueError(f"the aggregate names what is no column: {', '.join(unknown)}")
    for name in aggregate.group_by:
        if types[name] not in GROUPABLE:
            raise ValueError(f"rows cannot be grouped by a {types[name]}: {name}")
        if aggregate.group_by.count(name) > 1:
            raise ValueError(f"rows are grouped by {name} twice")
    for measure in aggregate.measures:
        if measure.function == "sum" and types[measure.column] not in SUMMABLE:
            raise ValueError(f"there is no exact sum of a {types[measure.column]}: {measure.column}")
