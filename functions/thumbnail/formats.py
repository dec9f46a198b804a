"""Picture formats: how a file is recognized by its first bytes, and what each format that is written can do.

Recognition is by signature and not by asking every decoder in turn: only the decoder of a format that is read
here ever sees a stranger's bytes, and a phone's HEIC is named as such.
"""

import re
from dataclasses import dataclass
from typing import Final

#: How much of a file `recognize` needs to see.
HEAD_BYTES: Final = 16


@dataclass(frozen=True)
class Format:
    """A format thumbnails are written in.

    Attributes:
        name: its name in Pillow, and to people.
        extension: of file names, without the dot.
        media_type: its registered media type.
        transparent: whether it can show what lies behind.
    """

    name: str
    extension: str
    media_type: str
    transparent: bool


JPEG: Final = Format("JPEG", "jpg", "image/jpeg", transparent=False)
PNG: Final = Format("PNG", "png", "image/png", transparent=True)
WEBP: Final = Format("WEBP", "webp", "image/webp", transparent=True)

#: By the name a contract calls it.
WRITTEN: Final = {"jpeg": JPEG, "png": PNG, "webp": WEBP}

#: The formats read here, and in which each goes on when the source's format is to be kept.
KEPT_AS: Final = {"JPEG": JPEG, "PNG": PNG, "WEBP": WEBP, "GIF": PNG}

_SIGNATURES: Final = {
    "JPEG": rb"\xff\xd8\xff",
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "WEBP": rb"RIFF....WEBP",
    "GIF": rb"GIF8[79]a",
    "HEIC": rb"....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)",
    "AVIF": rb"....ftyp(avif|avis)",
    "TIFF": rb"II\*\x00|MM\x00\*",
    "BMP": rb"BM....\x00\x00\x00\x00",
    "JPEG XL": rb"\xff\x0a|\x00\x00\x00\x0cJXL ",
    "JPEG 2000": rb"\x00\x00\x00\x0cjP  ",
    "PSD": rb"8BPS",
    "ICO": rb"\x00\x00\x01\x00",
}
_PATTERNS: Final = {name: re.compile(signature, re.DOTALL) for name, signature in _SIGNATURES.items()}


def recognize(head: bytes) -> str | None:
    """Name the picture format a file begins like; None if it begins like none.

    Args:
        head: the first HEAD_BYTES of the file, or all of it.
    """
    return next((name for name, pattern in _PATTERNS.items() if pattern.match(head)), None)
