"""The cursor of a list: an opaque text that says where the next page begins.

It names no owner: whoever sends it gets a place in the own list.
"""

import base64
import binascii
import json

from functions.offload.job import job_key
from functions.offload.store.listing import Position

#: No cursor that was given out is longer; DynamoDB has limits on keys of its own.
MAX_CHARACTERS = 400


class BadCursor(ValueError):
    """The text is not a cursor that this API gave out."""


def encode(position: Position) -> str:
    """Return the cursor of a place in a list."""
    text = json.dumps([position.submitted, position.key.partition("/")[2]])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, owner: str) -> Position:
    """Return the place that a cursor names in `owner`'s list; raises BadCursor."""
    if len(cursor) > MAX_CHARACTERS:
        raise BadCursor(cursor)
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        submitted, job_id = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError) as error:
        raise BadCursor(cursor) from error
    if not isinstance(submitted, str) or not isinstance(job_id, str) or not submitted or not job_id:
        raise BadCursor(cursor)
    return Position(submitted, job_key(owner, job_id))
