"""HTTP on this machine: a server for the gateway and one for the endpoint, in a thread of their own.

The thread only reads and writes; each request is handed over to the hub, and awaited, so a long one blocks
no other. What is no part of the stack is served by a thread that knows no hub.
"""

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.requests import Request as IncomingRequest
from starlette.responses import Response as OutgoingResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from local.gateway.message import Request, Response
from local.hub import Hub

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
#: How long a request under way may hold up the end, in seconds.
GRACE = 1
#: How long the thread may take to start or to end, in seconds.
PATIENCE = 10


class PortInUse(RuntimeError):
    """Somebody listens there already; the message says where and how to choose another port."""


@dataclass(frozen=True)
class Door:
    """An address and what answers there.

    Attributes:
        port: on 127.0.0.1; 0 lets the system choose.
        setting: what a user sets to choose another port, such as PORT.
        handle: runs in a task of the hub.
    """

    port: int
    setting: str
    handle: Callable[[Request], Response]


@contextmanager
def serving(hub: Hub, doors: Sequence[Door]) -> Iterator[tuple[int, ...]]:
    """Serve the doors while the context lasts, whose own thread runs the hub; gives the ports.

    Raises PortInUse.
    """
    sockets = _listen([(door.port, door.setting) for door in doors])
    waiting: set[Future[Response]] = set()
    with _served([_app(hub, door, waiting) for door in doors], sockets):
        try:
            yield tuple(listener.getsockname()[1] for listener in sockets)
        finally:
            # The hub gives no more turns, so nobody would answer them.
            for response in tuple(waiting):
                response.cancel()


@contextmanager
def serving_app(app: ASGIApp, port: int, setting: str) -> Iterator[int]:
    """Serve what is no part of the stack while the context lasts; gives the port.

    Args:
        app: what answers, in a thread of its own.
        port: on 127.0.0.1; 0 lets the system choose.
        setting: what a user sets to choose another port.

    Raises PortInUse.
    """
    sockets = _listen([(port, setting)])
    with _served([app], sockets):
        yield int(sockets[0].getsockname()[1])


@contextmanager
def _served(apps: Sequence[ASGIApp], sockets: Sequence[socket.socket]) -> Iterator[None]:
    servers = [_server(app) for app in apps]
    ready = threading.Event()
    thread = threading.Thread(target=_serve, args=(servers, sockets, ready), name="http", daemon=True)
    thread.start()
    if not ready.wait(PATIENCE):
        raise RuntimeError("the HTTP servers did not start")
    try:
        yield
    finally:
        # What is under way is cut off on purpose; that is no error to tell.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        for server in servers:
            server.should_exit = True
        thread.join(PATIENCE)


def _listen(ports: Sequence[tuple[int, str]]) -> list[socket.socket]:
    """Listen on each port; beside it stands what a user sets to choose another one."""
    sockets: list[socket.socket] = []
    for port, setting in ports:
        listener = socket.socket()
        sockets.append(listener)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it; without it a response waits up to 40 ms for a delayed acknowledgement.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            listener.bind((HOST, port))
            # Listening at once: two may be bound to a port, but not both listen.
            listener.listen(128)
        except OSError as error:
            for opened in sockets:
                opened.close()
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortInUse(f"port {port} on {HOST} is in use; choose another with {setting}=PORT") from error
    return sockets


def _server(app: ASGIApp) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    )


def _serve(
    servers: Sequence[uvicorn.Server], sockets: Sequence[socket.socket], ready: threading.Event
) -> None:
    async def serve_all() -> None:
        serving = [
            asyncio.ensure_future(server.serve([listener]))
            for server, listener in zip(servers, sockets, strict=True)
        ]
        while not all(server.started for server in servers):
            await asyncio.sleep(0.01)
        ready.set()
        await asyncio.gather(*serving)

    asyncio.run(serve_all())


def _app(hub: Hub, door: Door, waiting: set[Future[Response]]) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        incoming = IncomingRequest(scope, receive)
        request = _request(incoming, await incoming.body())
        name = f"{request.method} {request.path}"
        answered = hub.submit(lambda: door.handle(request), name)
        waiting.add(answered)
        try:
            response = await asyncio.wrap_future(answered)
        except asyncio.CancelledError:
            response = Response(503, (), b"")
        finally:
            waiting.discard(answered)
        await _outgoing(response)(scope, receive, send)

    return app


def _request(incoming: IncomingRequest, body: bytes) -> Request:
    raw_path: bytes = incoming.scope["raw_path"]
    return Request(
        method=incoming.method,
        path=raw_path.decode("latin-1"),
        query=incoming.scope["query_string"].decode("latin-1"),
        # The server tells names in lower case; most clients write them so.
        headers=tuple((_capitalized(name), value) for name, value in incoming.headers.items()),
        body=body,
        source_ip=incoming.client.host if incoming.client else HOST,
    )


def _capitalized(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))


def _outgoing(response: Response) -> OutgoingResponse:
    outgoing = OutgoingResponse(response.body, response.status)
    declared = response.header("Content-Length")
    if declared is not None:
        outgoing.headers["content-length"] = declared
    for name, value in response.headers:
        if name.lower() != "content-length":
            outgoing.raw_headers.append((name.encode("latin-1"), value.encode("latin-1", errors="replace")))
    return outgoing
