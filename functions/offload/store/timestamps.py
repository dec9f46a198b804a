"""Instants as the job store and the API write them: ISO 8601, UTC, milliseconds. They sort as text."""

from datetime import UTC, datetime


def timestamp(instant: float) -> str:
    """Return an instant (seconds since the epoch) as text."""
    return datetime.fromtimestamp(instant, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def instant(timestamp: str) -> float:
    """Return the seconds since the epoch of such a text."""
    return datetime.fromisoformat(timestamp).timestamp()
