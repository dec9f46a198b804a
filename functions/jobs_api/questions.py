"""What a request may ask for, read from its path and query; a Problem says which parameter is wrong."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from functions.jobs_api.cursor import BadCursor, decode
from functions.offload.api.problem import Problem
from functions.offload.job import Status
from functions.offload.store.listing import MAX_LIMIT, Position

#: API Gateway answers after 29 seconds at the latest, so nobody can wait longer than this.
MAX_WAIT_SECONDS = 20

DEFAULT_LIMIT = 20

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}\.[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """Which jobs to list."""

    limit: int
    job_type: str | None
    status: Status | None
    after: Position | None


def job_id(text: str) -> str:
    """Return a job's id as it stands in a path; what cannot be an id names no job."""
    if not _ID.fullmatch(text):
        raise Problem(HTTPStatus.NOT_FOUND, "you have no such job")
    return text


def wait_seconds(query: dict[str, str]) -> float:
    """Return how long to wait for the job's end, in seconds."""
    return _number(query, "wait", default=0, least=0, most=MAX_WAIT_SECONDS)


def list_question(query: dict[str, str], owner: str) -> ListQuestion:
    """Return which of the owner's jobs to list."""
    status = query.get("status")
    if status is not None and status not in Status.__members__:
        raise _wrong("status", f"one of {', '.join(Status.__members__)}")
    cursor = query.get("cursor")
    try:
        after = decode(cursor, owner) if cursor is not None else None
    except BadCursor as error:
        raise _wrong("cursor", "a cursor of an earlier answer") from error
    return ListQuestion(
        limit=_number(query, "limit", default=DEFAULT_LIMIT, least=1, most=MAX_LIMIT),
        job_type=query.get("type"),
        status=Status(status) if status is not None else None,
        after=after,
    )


def _number(query: dict[str, str], name: str, *, default: int, least: int, most: int) -> int:
    text = query.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise _wrong(name, f"a whole number from {least} to {most}")
    return int(text)


def _wrong(parameter: str, expected: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, f"{parameter} must be {expected}", parameter=parameter)
