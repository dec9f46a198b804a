"""The cursor of a list: an opaque text that says where the next page begins.

It names no user: whoever sends it gets a place in the own list.
"""

import base64
import binascii
import re

#: What sorts the feed and the inbox: a time, and what tells apart what has the same.
_PLACE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[a-z0-9#]{1,60}")


class BadCursor(ValueError):
    """The text is not a cursor that this API gave out."""


def encode(place: str) -> str:
    """Return the cursor of a place in a list."""
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def decode(cursor: str) -> str:
    """Return the place that a cursor names; raises BadCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError) as error:
        raise BadCursor(cursor) from error
    if not _PLACE.fullmatch(place) or encode(place) != cursor.rstrip("="):
        raise BadCursor(cursor)
    return place
