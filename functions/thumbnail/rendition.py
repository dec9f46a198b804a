"""Rendition: one thumbnail, from a decoded picture to an encoded file without metadata."""

import io
from dataclasses import dataclass

from PIL.Image import Resampling

from functions.thumbnail.colour import flattened, to_srgb
from functions.thumbnail.formats import JPEG, WEBP, Format
from functions.thumbnail.geometry import Extent, fit, turned
from functions.thumbnail.picture import Picture


@dataclass(frozen=True)
class Rendition:
    """An encoded thumbnail.

    Attributes:
        file: the whole file.
        extent: its size in pixels.
    """

    file: bytes
    extent: Extent


def render(picture: Picture, box: Extent, written_as: Format, quality: int) -> Rendition:
    """Scale the picture into the box, set it upright, and encode it.

    EXIF, XMP, comments and the colour profile stay behind: they tell where, when and with which camera.
    What is transparent becomes white where the format knows no transparency.

    Args:
        box: in pixels; the thumbnail has the picture's aspect and is never larger than the picture.
        quality: 1 to 100, for JPEG and WebP.
    """
    extent = fit(picture.extent, box)
    image = picture.pixels.resize(turned(extent, picture.turn), Resampling.LANCZOS)
    if picture.turn is not None:
        image = image.transpose(picture.turn)
    image = to_srgb(image, picture.profile)
    if not written_as.transparent:
        image = flattened(image)
    image.info = {}
    file = io.BytesIO()
    if written_as is JPEG:
        image.save(file, JPEG.name, quality=quality, progressive=True, optimize=True)
    elif written_as is WEBP:
        image.save(file, WEBP.name, quality=quality)
    else:
        image.save(file, written_as.name)
    return Rendition(file.getvalue(), extent)
