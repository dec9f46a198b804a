"""The payload of a `thumbnail` job: what a caller may send.

It becomes the JSON-schema model of `POST /jobs/thumbnail`, so it keeps to what draft 4 can say: closed
objects, no type conversion, no null.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

#: Longest side of a thumbnail, in pixels.
MAX_SIDE = 4096


class Size(BaseModel):
    """A box, in pixels, that a thumbnail has to fit into."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    width: int = Field(ge=1, le=MAX_SIDE)
    height: int = Field(ge=1, le=MAX_SIDE)


class Thumbnail(BaseModel):
    """One picture, and the thumbnails wanted of it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    image: str = Field(
        pattern=r"^uploads/[^/]+/[^/]+/[^/]+$",
        max_length=1024,
        description="Key of the picture, as POST /uploads gave it",
    )
    sizes: list[Size] = Field(
        min_length=1,
        max_length=8,
        json_schema_extra={"uniqueItems": True},
        description="One thumbnail is made for each box; none is larger than the picture itself",
    )
    format: Literal["source", "jpeg", "png", "webp"] = Field(
        default="source", description="`source` keeps the picture's own format; a GIF becomes a PNG"
    )
    quality: int = Field(default=82, ge=1, le=100, description="For JPEG and WebP; PNG is lossless")

    @field_validator("sizes")
    @classmethod
    def _each_size_once(cls, sizes: list[Size]) -> list[Size]:
        if len(set(sizes)) < len(sizes):
            raise ValueError("each size may appear once")
        return sizes
