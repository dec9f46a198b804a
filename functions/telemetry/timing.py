"""Where in time a reading belongs: its window by the device's clock, its standing by the kit's.

Standing is measured against the instant at which API Gateway accepted the reading, which is part of the
record. So it is the same however often, in whatever order and however late the record is worked on.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

#: The length of a window, in milliseconds. Windows begin at its multiples.
WINDOW_MS: Final = 60_000

#: How long after the end of its window a reading may be accepted and still count in it, in milliseconds.
ALLOWED_LATENESS_MS: Final = 300_000

#: How far a device's clock may be ahead, in milliseconds.
ALLOWED_AHEAD_MS: Final = 60_000


class Standing(StrEnum):
    """Whether a reading counts in its window, or is kept beside it."""

    ON_TIME = "on_time"
    LATE = "late"
    EARLY = "early"


def window_start(at: int) -> int:
    """Return the beginning of the window to which an instant belongs; both in milliseconds."""
    return at - at % WINDOW_MS


def standing(at: int, accepted_at: int) -> Standing:
    """Return the standing of a reading measured at `at` and accepted at `accepted_at`, in milliseconds."""
    if accepted_at - (window_start(at) + WINDOW_MS) > ALLOWED_LATENESS_MS:
        return Standing.LATE
    return Standing.EARLY if at - accepted_at > ALLOWED_AHEAD_MS else Standing.ON_TIME


def written(instant: int) -> str:
    """Return an instant (milliseconds) as text in UTC, to the second. Such texts sort by time."""
    return datetime.fromtimestamp(instant // 1000, UTC).isoformat().replace("+00:00", "Z")


def read(text: str) -> int:
    """Return the milliseconds of an instant in ISO 8601; UTC unless it says otherwise. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    return int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp() * 1000)
