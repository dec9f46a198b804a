"""What a thumbnail looks like, and what it does not tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin
from PIL.Image import Transpose

from functions.thumbnail.formats import JPEG, KEPT_AS, PNG, WEBP, WRITTEN, Format
from functions.thumbnail.geometry import ORIENTATION_TAG, Extent
from functions.thumbnail.picture import read_picture
from functions.thumbnail.rendition import Rendition, render
from tests.unit.thumbnail.pictures import BLUE, GREEN, RED, WHITE, corners, decoded, encoded, pixel, seen

#: The turn that a camera undoes by writing this orientation down.
HELD = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def thumbnail(file: bytes, box: Extent = (40, 40), written_as: Format = PNG) -> Rendition:
    return render(read_picture(file, [box]), box, written_as, quality=90)


def held(orientation: int) -> tuple[Image.Image, Image.Exif]:
    """The corners as a camera held so stores them, and the note it makes of it."""
    turn = HELD[orientation]
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    return (corners() if turn is None else corners().transpose(turn)), exif


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_however_the_camera_was_held_the_thumbnail_is_upright(orientation: int, format_name: str) -> None:
    image, exif = held(orientation)
    made = thumbnail(encoded(image, format_name, exif=exif))
    assert made.extent == (40, 20)
    assert seen(made.file) == (RED, GREEN, BLUE, WHITE)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("exif", [b"Exif\x00\x00nonsense", b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"])
def test_an_unreadable_orientation_is_disregarded(exif: bytes) -> None:
    made = thumbnail(encoded(corners(), "JPEG", exif=exif))
    assert seen(made.file) == (RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize("written_as", WRITTEN.values(), ids=lambda format_: format_.name)
@pytest.mark.parametrize("source", KEPT_AS)
def test_every_format_becomes_every_format(source: str, written_as: Format) -> None:
    made = thumbnail(encoded(corners(), source), written_as=written_as)
    image = decoded(made.file)
    assert (image.format, image.size) == (written_as.name, made.extent)
    assert seen(made.file) == (RED, GREEN, BLUE, WHITE)


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.integers(1, 300), st.integers(1, 300)),
    st.tuples(st.integers(1, 120), st.integers(1, 120)),
    st.sampled_from(sorted(WRITTEN)),
    st.sampled_from(range(1, 9)),
)
def test_a_thumbnail_of_any_size_fits_its_box_and_is_as_large_as_it_says(
    size: Extent, box: Extent, written_as: str, orientation: int
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    made = thumbnail(encoded(Image.new("RGB", size, RED), "JPEG", exif=exif), box, WRITTEN[written_as])
    assert decoded(made.file).size == made.extent
    assert made.extent[0] <= box[0]
    assert made.extent[1] <= box[1]


def test_a_small_picture_keeps_its_size() -> None:
    assert thumbnail(encoded(corners(30, 20), "PNG"), (300, 300)).extent == (30, 20)


@pytest.mark.parametrize("written_as", WRITTEN.values(), ids=lambda format_: format_.name)
def test_a_thumbnail_tells_nothing_about_place_time_or_camera(written_as: Format) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera 9000"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = encoded(
        corners(), "JPEG", exif=exif, comment=b"at home", icc_profile=profile, xmp=b"<x/>", dpi=(72, 72)
    )
    image = decoded(thumbnail(file, written_as=written_as).file)
    assert dict(image.getexif()) == {}
    assert set(image.info) & {"comment", "icc_profile", "xmp", "exif", "XML:com.adobe.xmp", "dpi"} == set()


def test_text_in_a_png_stays_behind() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Ada")
    text.add_itxt("Comment", "secret")
    image = decoded(thumbnail(encoded(corners(), "PNG", pnginfo=text)).file)
    assert isinstance(image, PngImagePlugin.PngImageFile)
    assert image.text == {}


def test_transparency_becomes_white_in_a_jpeg_and_stays_in_a_png() -> None:
    glass = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    file = encoded(glass, "PNG")
    assert pixel(thumbnail(file, written_as=JPEG).file) == WHITE
    assert pixel(thumbnail(file, written_as=PNG).file, "RGBA")[3] == 0
    assert pixel(thumbnail(file, written_as=WEBP).file, "RGBA")[3] == 0


def test_half_transparent_red_on_white_is_pink() -> None:
    made = thumbnail(encoded(Image.new("RGBA", (20, 20), (255, 0, 0, 128)), "PNG"), written_as=JPEG)
    assert pixel(made.file) == pytest.approx((255, 127, 127), abs=4)


def test_what_is_transparent_lends_its_hidden_colour_to_no_edge() -> None:
    image = Image.new("RGBA", (80, 80), (0, 255, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 40, 80))
    made = thumbnail(encoded(image, "PNG"), (9, 9))
    across = [pixel(made.file, "RGBA", (x, 4)) for x in range(9)]
    assert any(0 < alpha < 255 for *_, alpha in across)
    assert all((red, green) == (255, 0) for red, green, _, alpha in across if alpha)


@pytest.mark.parametrize("written_as", WRITTEN.values(), ids=lambda format_: format_.name)
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_kind_of_pixel_is_understood(mode: str, written_as: Format) -> None:
    file = encoded(Image.new("L", (40, 40), 255).convert(mode), "PNG")
    assert pixel(thumbnail(file, written_as=written_as).file) == WHITE


def test_a_transparent_palette_colour_is_transparent() -> None:
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    file = encoded(image, "PNG", transparency=0)
    assert pixel(thumbnail(file, written_as=JPEG).file) == WHITE


def test_sixteen_bits_of_grey_become_eight() -> None:
    image = Image.new("I;16", (40, 40), 0x8080)
    made = decoded(thumbnail(encoded(image, "PNG")).file)
    assert (made.mode, made.getpixel((9, 9))) == ("L", 0x80)


def test_a_cmyk_jpeg_becomes_a_picture_for_screens() -> None:
    made = decoded(thumbnail(encoded(corners().convert("CMYK"), "JPEG"), written_as=JPEG).file)
    assert made.mode == "RGB"
    assert seen(encoded(made, "PNG")) == (RED, GREEN, BLUE, WHITE)


def test_an_animation_becomes_its_first_frame() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, GREEN, BLUE)]
    for format_name in ("GIF", "WEBP", "PNG"):
        file = encoded(frames[0], format_name, save_all=True, append_images=frames[1:], duration=100)
        made = thumbnail(file)
        assert getattr(decoded(made.file), "n_frames", 1) == 1
        assert pixel(made.file) == pytest.approx(RED, abs=3)


def test_the_colours_that_a_profile_means_are_brought_to_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"____", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"____", b"bXYZ", 1)
    made = thumbnail(encoded(Image.new("RGB", (40, 40), RED), "PNG", icc_profile=swapped))
    assert pixel(made.file) == pytest.approx(BLUE, abs=3)


@pytest.mark.parametrize("profile", [b"nonsense", bytes(200)])
def test_a_broken_colour_profile_is_disregarded(profile: bytes) -> None:
    made = thumbnail(encoded(corners(), "JPEG", icc_profile=profile))
    assert seen(made.file) == (RED, GREEN, BLUE, WHITE)


def test_the_same_picture_gives_the_same_file() -> None:
    file = encoded(corners(), "JPEG")
    for written_as in WRITTEN.values():
        assert thumbnail(file, written_as=written_as) == thumbnail(file, written_as=written_as)


@pytest.mark.parametrize("written_as", [JPEG, WEBP], ids=lambda format_: format_.name)
def test_a_lower_quality_makes_a_smaller_file(written_as: Format) -> None:
    picture = read_picture(encoded(Image.effect_noise((200, 200), 80), "PNG"), [(200, 200)])
    small, large = (render(picture, (200, 200), written_as, quality) for quality in (10, 95))
    assert len(small.file) < len(large.file) / 2
