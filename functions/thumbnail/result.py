"""The result of a `thumbnail` job, as its owner reads it. The jobs API adds a presigned link to each key."""

from pydantic import BaseModel, Field


class StoredThumbnail(BaseModel):
    """One thumbnail in the bucket."""

    key: str
    width: int = Field(description="Pixels")
    height: int = Field(description="Pixels")
    bytes: int = Field(description="Size of the file")
    media_type: str


class Thumbnails(BaseModel):
    """The thumbnails, in the order the sizes were given."""

    thumbnails: list[StoredThumbnail]
