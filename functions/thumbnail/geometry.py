"""Geometry: how large a thumbnail becomes, and how a picture is turned to stand upright. No pixels here."""

from typing import Final

from PIL.Image import Transpose

#: Width and height, in pixels.
Extent = tuple[int, int]

#: EXIF tag 274: how the camera was held. Values 1 to 8.
ORIENTATION_TAG: Final = 0x0112

#: What sets a picture of each orientation upright; one that is not listed stands upright already.
TURNS: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

#: The turns that exchange width and height.
SIDEWAYS: Final = frozenset(
    {Transpose.TRANSPOSE, Transpose.ROTATE_270, Transpose.TRANSVERSE, Transpose.ROTATE_90}
)


def turned(extent: Extent, turn: Transpose | None) -> Extent:
    """The extent after the turn; turning it again gives it back."""
    width, height = extent
    return (height, width) if turn in SIDEWAYS else extent


def fit(extent: Extent, box: Extent) -> Extent:
    """The largest extent of the same aspect that fits into the box and is no larger than the original.

    A picture is never scaled up: a larger box gets the picture in its own size. The side that does not
    touch the box is rounded to whole pixels, and is at least one.
    """
    width, height = extent
    box_width, box_height = box
    if width <= box_width and height <= box_height:
        return extent
    if width * box_height >= height * box_width:
        return box_width, max(1, (2 * height * box_width + width) // (2 * width))
    return max(1, (2 * width * box_height + height) // (2 * height)), box_height
