"""Picture: a stranger's file, checked, decoded no larger than needed, and ready to be scaled.

What could exhaust the function is refused from the header, before a pixel is decoded. It knows nothing of
jobs or buckets.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PIL import Image
from PIL.Image import Transpose

from functions.thumbnail.colour import eight_bit
from functions.thumbnail.errors import DamagedImage, NotAnImage, TooManyPixels, UnsupportedFormat
from functions.thumbnail.formats import HEAD_BYTES, KEPT_AS, recognize
from functions.thumbnail.geometry import ORIENTATION_TAG, TURNS, Extent, fit, turned

#: A 48-megapixel camera's picture passes. At this limit, and with the largest thumbnails there can be, the
#: function was seen to take 370 MB for a JPEG, 730 MB for a PNG and 1,120 MB for a WebP with transparency.
MAX_PIXELS: Final = 50_000_000

#: Pixels are decoded at no less than this multiple of the largest thumbnail, where the file has them: from
#: there the final scaling looks the same as from the full picture.
HEADROOM: Final = 2


@dataclass(frozen=True)
class Picture:
    """A decoded picture.

    Attributes:
        format: its format's name, one of those in `formats.KEPT_AS`.
        extent: its size as a person sees it, before anything was scaled.
        pixels: the decoded pixels, not turned yet, and possibly fewer than the file has.
        turn: what sets the pixels upright.
        profile: its ICC colour profile.
    """

    format: str
    extent: Extent
    pixels: Image.Image
    turn: Transpose | None
    profile: bytes | None


def read_picture(file: bytes, boxes: Iterable[Extent]) -> Picture:
    """Decode the first frame of a picture, as large as the boxes need it.

    Args:
        file: the whole file.
        boxes: what the thumbnails will have to fit into, in pixels.

    Raises:
        NotAnImage, UnsupportedFormat, TooManyPixels, DamagedImage: as their names say.
    """
    format_name = recognize(file[:HEAD_BYTES])
    if format_name is None:
        raise NotAnImage("the upload is not a picture")
    if format_name not in KEPT_AS:
        raise UnsupportedFormat(f"{format_name} is not supported; send one of {', '.join(KEPT_AS)}")
    try:
        return _decoded(format_name, file, boxes)
    except (TooManyPixels, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise TooManyPixels(f"the picture has more than {MAX_PIXELS:,} pixels") from error
    except Exception as error:  # decoders raise nearly anything on broken input, and will again
        raise DamagedImage(f"the {format_name} file is damaged or cut short") from error


def _decoded(format_name: str, file: bytes, boxes: Iterable[Extent]) -> Picture:
    with Image.open(io.BytesIO(file), formats=[format_name]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise TooManyPixels(
                f"the picture is {image.width} x {image.height}; at most {MAX_PIXELS:,} pixels are decoded"
            )
        turn = TURNS.get(_orientation(image))
        extent = turned(image.size, turn)
        profile = image.info.get("icc_profile")
        largest = max(turned(fit(extent, box), turn) for box in boxes)
        enough = (largest[0] * HEADROOM, largest[1] * HEADROOM)
        image.draft(None, enough)  # a JPEG can be decoded at a half, a quarter or an eighth of its size
        pixels = eight_bit(image)
        pixels.load()
        factor = min(pixels.width // enough[0], pixels.height // enough[1])
        if factor > 1:
            pixels = pixels.reduce(factor)
        return Picture(format_name, extent, pixels, turn, profile)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation; 1, upright, where there is none or the EXIF data is broken."""
    try:
        return int(image.getexif().get(ORIENTATION_TAG, 1))
    except Exception:  # noqa: BLE001  # an unreadable note about a picture is no reason to refuse the picture
        return 1
