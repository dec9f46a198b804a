"""Thumbnail jobs as a caller has them: the payload that asks for some, and the links that lead to them."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from tests.flow.callers import Caller, ShownJob
from tests.unit.thumbnail.pictures import corners, encoded

#: What most tests upload: 80 x 40 pixels, each quarter in a colour of its own.
PHOTO = encoded(corners(), "PNG")

#: What most tests ask for, in pixels.
SIZES = ((40, 40), (16, 16))


class ShownThumbnail(BaseModel):
    """A thumbnail in a job's result."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    width: int
    height: int
    bytes: int
    media_type: str
    href: str


def wanted(image: str, sizes: Iterable[tuple[int, int]] = SIZES) -> dict[str, object]:
    """Return the payload that asks for thumbnails of an upload."""
    return {"image": image, "sizes": [{"width": width, "height": height} for width, height in sizes]}


def submit_photo(
    caller: Caller,
    file: bytes = PHOTO,
    sizes: Iterable[tuple[int, int]] = SIZES,
    *,
    key: str | None = None,
) -> str:
    """Upload a file and submit a job that makes thumbnails of it; return the job's id."""
    return caller.submit("thumbnail", wanted(caller.upload(file), sizes), key=key)


def thumbnails_of(job: ShownJob) -> list[ShownThumbnail]:
    """Return the thumbnails in the result of a job that has succeeded."""
    assert job.result is not None, job
    listed = job.result["thumbnails"]
    assert isinstance(listed, list)
    return [ShownThumbnail.model_validate(thumbnail) for thumbnail in listed]
