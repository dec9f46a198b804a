"""What a file is, by its first bytes."""

import pytest
from PIL import Image

from functions.thumbnail.formats import HEAD_BYTES, KEPT_AS, recognize
from tests.unit.thumbnail.pictures import corners, encoded


@pytest.mark.parametrize("format_name", KEPT_AS)
def test_a_format_that_is_read_is_recognized(format_name: str) -> None:
    assert recognize(encoded(corners(), format_name)[:HEAD_BYTES]) == format_name


@pytest.mark.parametrize("format_name", ["TIFF", "BMP", "AVIF", "ICO"])
def test_a_format_that_is_not_read_is_named_all_the_same(format_name: str) -> None:
    assert recognize(encoded(corners(), format_name)[:HEAD_BYTES]) == format_name


@pytest.mark.parametrize(
    ("head", "format_name"),
    [
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
        (b"8BPS\x00\x01", "PSD"),
        (b"\xff\x0a\x00", "JPEG XL"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000"),
    ],
)
def test_what_a_phone_or_a_studio_sends_is_named(head: bytes, format_name: str) -> None:
    assert recognize(head) == format_name


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xd8", b"BMW is a make of car", b"%PDF-1.7", b"<svg xmlns=", b"RIFF____WAVE"]
)
def test_what_is_no_picture_is_not_taken_for_one(head: bytes) -> None:
    assert recognize(head) is None


def test_the_suite_reads_pictures_as_the_function_does() -> None:
    Image.init()
    assert set(KEPT_AS) <= set(Image.OPEN)
