"""The result of an `ingest` job, as its owner reads it. The jobs API adds a presigned link to each key."""

from typing import Final

from pydantic import BaseModel, Field

from functions.ingest.figures import Group, Range

#: A job's result has so many groups at most; the summary has all.
SHOWN_GROUPS: Final = 100

#: A text that is the smallest or largest of its column is shown to this length.
SHOWN_CHARACTERS: Final = 100


class StoredFile(BaseModel):
    """A file in the bucket."""

    key: str
    bytes: int
    media_type: str


class Summary(BaseModel):
    """What the file came to."""

    rows: int = Field(description="Rows in the Parquet file")
    rejected: int = Field(description="Records that are not in it")
    reasons: dict[str, int] = Field(description="Rejected records, by reason")
    chunks: int = Field(description="Byte ranges that were read side by side")
    columns: dict[str, Range] = Field(description="Smallest and largest value of each column")
    groups: list[Group] = Field(description="Figures of each group, in the order of their keys")


class Ingested(Summary):
    """The summary, and where the files are; of many groups only the first are shown here."""

    parquet: StoredFile
    rejects: StoredFile
    summary: StoredFile
