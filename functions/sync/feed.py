"""A source's change feed over HTTP: one page after another, and every way in which a page may not come.

    GET {url}?cursor={cursor}&limit=100  →  {"changes": […], "cursor": "…", "more": true}

The answer is bounded in bytes and in time, compression is not asked for, and redirects are not followed: the
URL is the operator's, and what it leads to is not the source's to choose.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import urllib3
from pydantic import BaseModel, JsonValue, ValidationError

from functions.sync.errors import SlowDown, SourceDown, SourceRefused

#: Changes that are asked for at once; a source may send fewer, or more.
PAGE_CHANGES: Final = 100

#: A page is held in memory, several times over while it is read.
MAX_PAGE_BYTES: Final = 8 * 1024 * 1024
CHUNK_BYTES: Final = 64 * 1024

#: Until a connection stands, between two pieces of an answer, and for a whole answer.
CONNECT_SECONDS: Final = 3.0
SILENCE_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 30.0

#: What a source may ask for in Retry-After is believed between these; the first is also for one that asks
#: for nothing.
SHORTEST_PAUSE_SECONDS: Final = 5.0
LONGEST_PAUSE_SECONDS: Final = 3600.0


class Page(BaseModel):
    """A piece of a feed.

    Attributes:
        changes: oldest first; what they say is judged one by one, later.
        cursor: what the next page is asked for with.
        more: whether it is there already.
    """

    changes: list[JsonValue]
    cursor: str
    more: bool


@dataclass(frozen=True)
class Feed:
    """One source's feed.

    Attributes:
        http: a pool of connections.
        url: where it is.
    """

    http: urllib3.PoolManager
    url: str

    def page(self, cursor: str) -> Page:
        """Return the page behind a cursor; the empty one is the beginning.

        Raises:
            SourceDown: no answer, one that breaks off, is too long or too slow, is no page, or is a 5xx.
            SlowDown: 429, with the seconds of Retry-After.
            SourceRefused: any other answer.
        """
        fields = {"limit": str(PAGE_CHANGES), **({"cursor": cursor} if cursor else {})}
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            answer = self.http.request(
                "GET",
                self.url,
                fields=fields,
                headers=headers,
                retries=False,
                redirect=False,
                preload_content=False,
                timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=SILENCE_SECONDS),
            )
            try:
                return _page(answer)
            finally:
                # Whatever was not read is not worth a connection that could be used again.
                answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise SourceDown(f"no answer: {error}") from error


def _page(answer: urllib3.BaseHTTPResponse) -> Page:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise SlowDown("the source was asked too often", seconds=_pause(answer.headers.get("Retry-After")))
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise SourceDown(f"the source answers {answer.status}")
    if answer.status != HTTPStatus.OK:
        raise SourceRefused(f"the source answers {answer.status}")
    try:
        return Page.model_validate_json(_body(answer))
    except ValidationError as error:
        raise SourceDown(f"the answer is no page: {error.errors()[0]['msg']}") from error


def _body(answer: urllib3.BaseHTTPResponse) -> bytes:
    body = bytearray()
    deadline = time.monotonic() + ANSWER_SECONDS
    for chunk in answer.stream(CHUNK_BYTES, decode_content=False):
        body += chunk
        if len(body) > MAX_PAGE_BYTES:
            raise SourceDown(f"the answer has more than {MAX_PAGE_BYTES:,} bytes")
        if time.monotonic() > deadline:
            raise SourceDown(f"the answer took more than {ANSWER_SECONDS:g} s")
    return bytes(body)


def _pause(retry_after: str | None) -> float:
    """Seconds to wait: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after."""
    seconds = SHORTEST_PAUSE_SECONDS
    if retry_after is not None and retry_after.strip().isdecimal():
        seconds = float(retry_after)
    elif retry_after is not None:
        try:
            until = parsedate_to_datetime(retry_after)
        except ValueError:
            return seconds
        seconds = (until.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
