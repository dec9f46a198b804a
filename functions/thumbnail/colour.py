"""Colour: brings whatever a file's pixels mean to plain 8-bit grey or sRGB, with or without transparency.

A thumbnail carries no colour profile, so its numbers have to be sRGB, which is what a viewer takes them for.
"""

import io
from typing import Final

from PIL import Image

WHITE: Final = (255, 255, 255)


def eight_bit(image: Image.Image) -> Image.Image:
    """The image in a mode that can be scaled without harm: L, RGB, RGBA or CMYK.

    Palettes are looked up, 16-bit grey is scaled down, and transparency of every kind becomes alpha.
    """
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else image.mode
    if wanted not in {"L", "RGB", "RGBA", "CMYK"}:
        wanted = "RGB"
    # A conversion to the same mode would be a copy, of up to 200 MB.
    return image if image.mode == wanted else image.convert(wanted)


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image in sRGB, or grey as it is; a profile that is broken or does not suit is disregarded."""
    if image.mode == "L":
        return image
    plain = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        from PIL import ImageCms  # only few pictures need it, and a cold start should not pay for it

        try:
            source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            managed = ImageCms.profileToProfile(image, source, srgb, outputMode=plain)
        except (ImageCms.PyCMSError, OSError):
            managed = None
        if managed is not None:
            return managed
    return image if image.mode == plain else image.convert(plain)


def flattened(image: Image.Image) -> Image.Image:
    """The image laid on white, without transparency."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, WHITE)
    ground.paste(image, mask=image.getchannel("A"))
    return ground
