"""What a caller asks about a device, from the query of a request."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from functions.offload.api.problem import Problem
from functions.telemetry.contract import LATEST
from functions.telemetry.timing import ALLOWED_AHEAD_MS, read

#: Windows in an answer, unless asked otherwise and at most.
LIMIT = 100
MOST_LIMIT = 1000

#: How far back an answer goes, unless asked otherwise, in milliseconds.
PERIOD_MS = 3_600_000

_KNOWN = frozenset({"from", "to", "limit"})


@dataclass(frozen=True)
class Question:
    """Which windows are asked for.

    Attributes:
        first, last: they begin within these instants, in milliseconds since the epoch.
        limit: no more than so many, the first of them.
    """

    first: int
    last: int
    limit: int


def question(query: Mapping[str, str], now: float) -> Question:
    """Return what a query asks; raises Problem.

    Args:
        query: its parameters.
        now: seconds since the epoch.
    """
    unknown = sorted(query.keys() - _KNOWN)
    if unknown:
        raise Problem(HTTPStatus.BAD_REQUEST, f"there is no parameter {unknown[0]!r}")
    last = _instant(query, "to", int(now * 1000) + ALLOWED_AHEAD_MS)
    first = _instant(query, "from", max(last - PERIOD_MS, 0))
    if first > last:
        raise Problem(HTTPStatus.BAD_REQUEST, "'from' is after 'to'")
    limit = query.get("limit", str(LIMIT))
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit) <= MOST_LIMIT:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'limit' is 1 to {MOST_LIMIT}")
    return Question(first, last, int(limit))


def _instant(query: Mapping[str, str], name: str, default: int) -> int:
    if name not in query:
        return default
    try:
        instant = read(query[name])
    except (ValueError, OverflowError):
        instant = -1
    if not 0 <= instant < LATEST:
        raise Problem(HTTPStatus.BAD_REQUEST, f"{name!r} is an instant such as 2030-01-31T12:00:00Z")
    return instant
