"""The routes of the feed: `GET /feed` and `GET /notifications`, each the caller's own and nobody else's."""

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools.event_handler import Response

from functions.feed.cursor import BadCursor, decode, encode
from functions.feed.inbox import Inbox
from functions.feed.reader import Reader, Shown
from functions.feed.wiring import table
from functions.offload.api.problem import Problem
from functions.offload.api.routes import answer, owner, routes

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

DEFAULT_LIMIT: Final = 20
MAX_LIMIT: Final = 50

app = routes()

_table = table()
_reader, _inbox = Reader(_table), Inbox(_table)


def handle(event: dict[str, object], context: "LambdaContext") -> dict[str, object]:
    """Answer one request."""
    return app.resolve(event, context)


@app.get("/feed")
def show_feed() -> Response[str]:
    """Show the caller's feed, newest first."""
    found = _reader.page(owner(app), limit=_limit(), after=_after())
    return _page("posts", [_post(shown) for shown in found.posts], found.next)


@app.get("/notifications")
def show_notifications() -> Response[str]:
    """Show the caller's notifications, newest first."""
    found = _inbox.page(owner(app), limit=_limit(), after=_after())
    shown = [notification.model_dump(exclude_none=True) for notification in found.notifications]
    return _page("notifications", shown, found.next)


def _post(shown: Shown) -> dict[str, object]:
    view: dict[str, object] = shown.post.model_dump(include={"id", "author", "at", "text", "mentions"})
    return {**view, "likes": shown.likes, "liked": shown.liked}


def _page(name: str, shown: list[dict[str, object]], after: str | None) -> Response[str]:
    page: dict[str, object] = {name: shown}
    if after is not None:
        page["cursor"] = encode(after)
    return answer(HTTPStatus.OK, page)


def _limit() -> int:
    text = _query().get("limit", str(DEFAULT_LIMIT))
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_LIMIT:
        raise _wrong("limit", f"a whole number from 1 to {MAX_LIMIT}")
    return int(text)


def _after() -> str | None:
    cursor = _query().get("cursor")
    try:
        return decode(cursor) if cursor is not None else None
    except BadCursor as error:
        raise _wrong("cursor", "a cursor of an earlier answer") from error


def _query() -> dict[str, str]:
    return dict(app.current_event.query_string_parameters or {})


def _wrong(parameter: str, expected: str) -> Problem:
    return Problem(HTTPStatus.BAD_REQUEST, f"{parameter} must be {expected}", parameter=parameter)
