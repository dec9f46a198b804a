"""Style: the typeface, the colours and the measures (in points) that all parts of the PDF share.

IBM Plex Sans lies beside the code (`functions/report/fonts`, SIL Open Font License), so that the PDF looks
the same everywhere. It has Latin, Greek and Cyrillic letters, and figures of one width, as columns need.
"""

import functools
from pathlib import Path
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

FONTS: Final = Path(__file__).parent.parent / "fonts"

PLAIN: Final = "IBMPlexSans"
STRONG: Final = "IBMPlexSans-SemiBold"

INK: Final = HexColor(0x16242F)
MUTED: Final = HexColor(0x5F6F7C)
RULE: Final = HexColor(0xD5DDE3)
PANEL: Final = HexColor(0xF3F6F8)
ACCENT: Final = HexColor(0x0B6E74)
ACCENT_PALE: Final = HexColor(0xDCEBEA)
ACCENT_SOFT: Final = HexColor(0x7DB5B5)

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN: Final = 48.0
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN

#: What stands where there is nothing to count.
NONE: Final = "\N{EN DASH}"

#: What is shown of a character the typeface lacks.
MISSING: Final = "\N{REPLACEMENT CHARACTER}"


@functools.cache
def register_fonts() -> None:
    """Make the typeface known to reportlab, once per environment."""
    registerFont(TTFont(PLAIN, str(FONTS / "IBMPlexSans-Regular.ttf")))
    registerFont(TTFont(STRONG, str(FONTS / "IBMPlexSans-SemiBold.ttf")))


@functools.cache
def _letters() -> frozenset[int]:
    return frozenset(TTFont(PLAIN, str(FONTS / "IBMPlexSans-Regular.ttf")).face.charToGlyph)


def printable(text: str) -> str:
    """The text on one line, in characters the typeface has: one it lacks shows that it is missing."""
    return "".join(letter if ord(letter) in _letters() else MISSING for letter in " ".join(text.split()))


def shortened(text: str, font: str, size: float, width: float) -> str:
    """The text if it fits into the width, or as much of it as does, with an ellipsis."""
    text = printable(text)
    if stringWidth(text, font, size) <= width:
        return text
    fits = 0
    room = width - stringWidth("…", font, size)
    while fits < len(text) and stringWidth(text[: fits + 1], font, size) <= room:
        fits += 1
    return text[:fits].rstrip() + "…"


def fitting_size(text: str, font: str, size: float, width: float) -> float:
    """The size at which the text fits into the width: the given one, or as much smaller as it must be."""
    wide = stringWidth(text, font, size)
    return size if wide <= width else size * width / wide
