"""The result of a `report` job, as its owner reads it. The jobs API adds a presigned link to each key."""

from datetime import date

from pydantic import BaseModel, Field


class StoredFile(BaseModel):
    """A file in the bucket."""

    key: str
    bytes: int = Field(description="Size of the file")
    media_type: str


class Reported(BaseModel):
    """What a report came to: its files, and its first figures."""

    csv: StoredFile
    pdf: StoredFile
    first_day: date
    last_day: date
    currency: str
    sales: int = Field(description="Completed ones")
    revenue: int = Field(description="What they brought, in minor units of the currency")
    rows: int = Field(description="Of the CSV, without its head")
    pages: int = Field(description="Of the PDF")
    other_currencies: dict[str, int] = Field(description="Sales that are not in the report, by currency")
