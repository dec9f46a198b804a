"""A stranger's file: what is read of it, and what is refused."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.offload.errors import PermanentError
from functions.thumbnail.errors import DamagedImage, NotAnImage, TooManyPixels, UnsupportedFormat
from functions.thumbnail.formats import KEPT_AS, PNG
from functions.thumbnail.picture import MAX_PIXELS, read_picture
from functions.thumbnail.rendition import render
from tests.unit.thumbnail.pictures import corners, encoded

BOX = (16, 16)
SAMPLES = Path(__file__).parents[3] / "events" / "samples"


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def webp_that_claims(width: int, height: int) -> bytes:
    """A WebP of a few bytes that says it is so large."""
    pixels = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(41)
    body = b"WEBPVP8L" + struct.pack("<I", len(pixels)) + pixels
    return b"RIFF" + struct.pack("<I", len(body)) + body


def test_the_sample_photo_stands_upright_although_it_was_taken_sideways() -> None:
    picture = read_picture((SAMPLES / "photo.jpg").read_bytes(), [(320, 320)])
    assert (picture.format, picture.extent) == ("JPEG", (1600, 1067))
    assert picture.turn is not None


@pytest.mark.parametrize("file", [b"", (SAMPLES / "letter.txt").read_bytes(), b"\x00" * 100])
def test_a_file_that_is_no_picture_is_refused_as_such(file: bytes) -> None:
    with pytest.raises(NotAnImage):
        read_picture(file, [BOX])


def test_a_picture_in_another_format_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedFormat, match="TIFF is not supported; send one of JPEG, PNG, WEBP, GIF"):
        read_picture(encoded(corners(), "TIFF"), [BOX])


@pytest.mark.parametrize("format_name", KEPT_AS)
def test_a_picture_that_is_cut_short_is_refused(format_name: str) -> None:
    file = encoded(corners(400, 300), format_name)
    with pytest.raises(DamagedImage, match=f"the {format_name} file is damaged or cut short"):
        read_picture(file[: len(file) * 2 // 3], [BOX])


@pytest.mark.parametrize("format_name", KEPT_AS)
def test_a_picture_of_which_only_the_signature_is_left_is_refused(format_name: str) -> None:
    with pytest.raises(DamagedImage):
        read_picture(encoded(corners(), format_name)[:16], [BOX])


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("side", [7072, 12_000, 100_000])
def test_a_decompression_bomb_is_refused_unopened(side: int) -> None:
    assert side * side > MAX_PIXELS
    with pytest.raises(TooManyPixels):
        read_picture(png_that_claims(side, side), [BOX])


def test_a_webp_bomb_is_refused_unopened() -> None:
    with pytest.raises(TooManyPixels):
        read_picture(webp_that_claims(16_000, 16_000), [BOX])


def test_a_picture_just_within_the_limit_is_not_taken_for_a_bomb() -> None:
    with pytest.raises(DamagedImage):
        read_picture(png_that_claims(7071, 7071), [BOX])


def test_a_jpeg_is_decoded_no_larger_than_its_thumbnails_need() -> None:
    picture = read_picture(encoded(corners(4000, 3000), "JPEG"), [(64, 64), (200, 200)])
    assert picture.extent == (4000, 3000)
    assert picture.pixels.size == (500, 375)


def test_other_formats_are_reduced_at_once_to_what_their_thumbnails_need() -> None:
    picture = read_picture(encoded(corners(2000, 1000), "PNG"), [(100, 100)])
    assert picture.pixels.size == (200, 100)


@settings(max_examples=60, deadline=None)
@given(
    format_name=st.sampled_from(sorted(KEPT_AS)),
    hits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8),
    cut=st.none() | st.integers(0, 10_000),
)
def test_a_broken_file_is_refused_for_good_or_still_a_picture(
    format_name: str, hits: list[tuple[int, int]], cut: int | None
) -> None:
    file = bytearray(encoded(corners(40, 30), format_name))
    for place, value in hits:
        file[place % len(file)] = value
    try:
        picture = read_picture(bytes(file[:cut]), [BOX])
    except PermanentError:
        return
    assert render(picture, BOX, PNG, 80).file.startswith(b"\x89PNG")
