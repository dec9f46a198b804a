"""The words between figures: the headline, the headings of sections, and notes in small letters."""

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from functions.report.pdf.style import ACCENT, INK, MUTED, PLAIN, STRONG, printable

_TITLE: Final = ParagraphStyle("title", fontName=STRONG, fontSize=23, leading=28, textColor=INK)
_PERIOD: Final = ParagraphStyle(
    "period", fontName=PLAIN, fontSize=12, leading=17, textColor=ACCENT, spaceBefore=3
)
_SECTION: Final = ParagraphStyle(
    "section",
    fontName=STRONG,
    fontSize=12,
    leading=16,
    textColor=INK,
    spaceBefore=16,
    spaceAfter=5,
    keepWithNext=1,
)
_NOTE: Final = ParagraphStyle("note", fontName=PLAIN, fontSize=8, leading=11.5, textColor=MUTED)


def title(text: str) -> Paragraph:
    """The headline; a long one takes two lines."""
    return Paragraph(_plain(text), _TITLE)


def subtitle(text: str) -> Paragraph:
    """The line below the headline."""
    return Paragraph(_plain(text), _PERIOD)


def section(text: str) -> Paragraph:
    """The heading of a section; it stays with what follows."""
    return Paragraph(_plain(text), _SECTION)


def note(text: str) -> Paragraph:
    """A remark."""
    return Paragraph(_plain(text), _NOTE)


def _plain(text: str) -> str:
    """Text that a caller wrote is text: reportlab would read its angle brackets as markup."""
    return escape(printable(text))
