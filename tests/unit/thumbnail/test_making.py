"""The work of a thumbnail job, from the upload to the stored thumbnails."""

from pathlib import Path

import pytest

from functions.thumbnail.contract import Size, Thumbnail
from functions.thumbnail.errors import NotAnImage
from functions.thumbnail.making import make_thumbnails
from functions.thumbnail.objects import JobObjects
from tests.unit.thumbnail.bucket import stored, upload
from tests.unit.thumbnail.pictures import corners, decoded, encoded

SAMPLES = Path(__file__).parents[3] / "events" / "samples"


def test_each_size_becomes_an_object_that_is_as_the_result_says(objects: JobObjects) -> None:
    photo = upload(objects, (SAMPLES / "photo.jpg").read_bytes())
    sizes = [Size(width=64, height=64), Size(width=1280, height=720), Size(width=4096, height=4096)]
    result = make_thumbnails(objects, Thumbnail(image=photo, sizes=sizes))
    assert [(t.key, t.width, t.height, t.media_type) for t in result.thumbnails] == [
        ("results/alice/thumbnail.a/2/64x64.jpg", 64, 43, "image/jpeg"),
        ("results/alice/thumbnail.a/2/1280x720.jpg", 1080, 720, "image/jpeg"),
        ("results/alice/thumbnail.a/2/4096x4096.jpg", 1600, 1067, "image/jpeg"),
    ]
    files = stored(objects)
    assert set(files) == {t.key for t in result.thumbnails}
    for made in result.thumbnails:
        assert decoded(files[made.key]).size == (made.width, made.height)
        assert len(files[made.key]) == made.bytes


def test_a_second_attempt_overwrites_the_first(objects: JobObjects) -> None:
    picture = upload(objects, encoded(corners(), "PNG"))
    wanted = Thumbnail(image=picture, sizes=[Size(width=20, height=20), Size(width=10, height=10)])
    first, files = make_thumbnails(objects, wanted), stored(objects)
    assert make_thumbnails(objects, wanted) == first
    assert stored(objects) == files


@pytest.mark.parametrize(
    ("source", "asked", "extension", "media_type"),
    [
        ("GIF", "source", "png", "image/png"),
        ("WEBP", "source", "webp", "image/webp"),
        ("PNG", "jpeg", "jpg", "image/jpeg"),
        ("JPEG", "webp", "webp", "image/webp"),
    ],
)
def test_the_format_is_the_one_asked_for_or_the_sources(
    objects: JobObjects, source: str, asked: str, extension: str, media_type: str
) -> None:
    picture = upload(objects, encoded(corners(), source))
    wanted = {"image": picture, "sizes": [{"width": 9, "height": 9}], "format": asked}
    (made,) = make_thumbnails(objects, Thumbnail.model_validate(wanted)).thumbnails
    assert (made.key, made.media_type) == (f"results/alice/thumbnail.a/2/9x9.{extension}", media_type)


def test_nothing_is_stored_of_what_is_no_picture(objects: JobObjects) -> None:
    letter = upload(objects, (SAMPLES / "letter.txt").read_bytes())
    with pytest.raises(NotAnImage):
        make_thumbnails(objects, Thumbnail(image=letter, sizes=[Size(width=9, height=9)]))
    assert stored(objects) == {}
