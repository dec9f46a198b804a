"""A source's feed over HTTP: whatever a server may do, it is one of four things to the puller."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from functions.sync import feed as feeds
from functions.sync.errors import SlowDown, SourceDown, SourceRefused
from functions.sync.feed import Feed, Page

Answer = Callable[[BaseHTTPRequestHandler], None]


class Source(ThreadingHTTPServer):
    """A server that answers every request as a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = answering("{}")
        self.asked: list[BaseHTTPRequestHandler] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def feed(self) -> Feed:
        return Feed(urllib3.PoolManager(), f"http://127.0.0.1:{self.server_port}/changes")


class _Handler(BaseHTTPRequestHandler):
    server: Source

    def do_GET(self) -> None:
        self.server.asked.append(self)
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        pass


def answering(body: str, status: int = 200, **headers: str) -> Answer:
    """An answer that is whole."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body.encode())))
        request.end_headers()
        request.wfile.write(body.encode())

    return answer


@pytest.fixture(scope="module")
def server() -> Iterator[Source]:
    with Source() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def source(server: Source) -> Source:
    server.asked.clear()
    return server


def test_a_page_is_asked_for_by_its_cursor(source: Source) -> None:
    page = {"changes": [{"key": "a"}, 1], "cursor": "c/2", "more": True, "total": 9}
    source.answer = answering(json.dumps(page))

    assert source.feed.page("") == Page(changes=[{"key": "a"}, 1], cursor="c/2", more=True)
    source.feed.page("c/2")

    queries = [parse_qs(urlsplit(request.path).query) for request in source.asked]
    assert queries == [{"limit": ["100"]}, {"limit": ["100"], "cursor": ["c/2"]}]
    assert {request.headers["Accept-Encoding"] for request in source.asked} == {"identity"}


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_that_fails_is_down(source: Source, status: int) -> None:
    source.answer = answering("", status)
    with pytest.raises(SourceDown, match=str(status)):
        source.feed.page("")


@pytest.mark.parametrize("status", [204, 301, 302, 400, 401, 403, 404, 410])
def test_a_server_that_wants_no_such_request_refuses(source: Source, status: int) -> None:
    source.answer = answering("", status, Location=f"{source.feed.url}/elsewhere")
    with pytest.raises(SourceRefused, match=str(status)):
        source.feed.page("")
    assert len(source.asked) == 1


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '{"changes": []}', '{"changes": {}, "cursor": "", "more": false}', "\ufffd"]
)
def test_an_answer_that_is_no_page_is_as_none(source: Source, body: str) -> None:
    source.answer = answering(body)
    with pytest.raises(SourceDown, match="no page"):
        source.feed.page("")


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({}, 5, 5),
        ({"Retry_After": "30"}, 30, 30),
        ({"Retry_After": "0"}, 5, 5),
        ({"Retry_After": "86400"}, 3600, 3600),
        ({"Retry_After": "Fri, 31 Dec 2199 23:59:59 GMT"}, 3600, 3600),
        ({"Retry_After": "Fri, 31 Dec 1999 23:59:59 GMT"}, 5, 5),
        ({"Retry_After": "soon"}, 5, 5),
    ],
)
def test_a_server_that_is_asked_too_often_says_when_to_come_back(
    source: Source, headers: dict[str, str], least: float, most: float
) -> None:
    source.answer = answering("", 429, **headers)
    with pytest.raises(SlowDown) as slow_down:
        source.feed.page("")
    assert least <= slow_down.value.seconds <= most


def test_an_answer_is_read_to_a_bound(source: Source) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b"x" * 1024 * 1024)
        except OSError:
            return

    source.answer = endless
    with pytest.raises(SourceDown, match="more than 8,388,608 bytes"):
        source.feed.page("")


def test_an_answer_that_breaks_off_is_none(source: Source) -> None:
    def broken(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b'{"changes": [')

    source.answer = broken
    with pytest.raises(SourceDown, match="no answer"):
        source.feed.page("")


def test_a_server_that_says_nothing_is_given_up(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    # The limit itself is of no interest here, and nobody wants to wait for it.
    monkeypatch.setattr(feeds, "SILENCE_SECONDS", 0.05)
    done = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        done.wait(10)

    source.answer = silent
    with pytest.raises(SourceDown, match="timed out"):
        source.feed.page("")
    done.set()


def test_an_answer_that_trickles_is_given_up(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ANSWER_SECONDS", -1.0)
    source.answer = answering('{"changes": [], "cursor": "", "more": false}')
    with pytest.raises(SourceDown, match="took more than"):
        source.feed.page("")


def test_nobody_there_is_down(source: Source) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as gone:
        port = gone.server_port
    with pytest.raises(SourceDown, match="no answer"):
        Feed(urllib3.PoolManager(), f"http://127.0.0.1:{port}/").page("")
