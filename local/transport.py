"""HTTP without a socket: carries httpx's requests to whoever answers in this process, as tasks of the hub."""

from collections.abc import Callable, Mapping

import httpx

from local.gateway import Request, Response
from local.hub import Hub


class InProcessTransport(httpx.BaseTransport):
    """Carries each request to the handler of its origin.

    Args:
        hub: runs the handlers; time passes as far as an answer needs.
        handlers: by origin, such as "http://127.0.0.1:8000".
    """

    def __init__(self, hub: Hub, handlers: Mapping[str, Callable[[Request], Response]]) -> None:
        self._hub = hub
        self._handlers = handlers

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the handler's response. Raises httpx.ConnectError where nobody answers."""
        origin = f"{request.url.scheme}://{request.url.netloc.decode()}"
        handle = self._handlers.get(origin)
        if handle is None:
            raise httpx.ConnectError(f"nobody answers at {origin}", request=request)
        incoming = _incoming(request)
        response = self._hub.call(lambda: handle(incoming), f"{incoming.method} {incoming.path}")
        headers = [(name.encode(), value.encode()) for name, value in response.headers]
        return httpx.Response(response.status, headers=headers, content=response.body)


def _incoming(request: httpx.Request) -> Request:
    path, _, query = request.url.raw_path.decode().partition("?")
    return Request(
        method=request.method,
        path=path,
        query=query,
        headers=tuple((name.decode(), value.decode()) for name, value in request.headers.raw),
        body=request.read(),
    )
