"""An HTTP request and its response, as the gateway and the endpoint pass them on.

Nothing here knows a server or a client: `local/server.py` and test transports make and take these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_plus

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """A request as it came off the wire.

    Attributes:
        method: in capitals.
        path: of the request line, still percent-encoded.
        query: what follows the `?`, still percent-encoded.
        headers: in the order sent, names in the sender's case.
        body: decoded from its transfer encoding only.
        source_ip: of the TCP connection.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""
    source_ip: str = "127.0.0.1"

    def header(self, name: str) -> str | None:
        """Return the last value of a header, None where it is absent; the name's case does not matter."""
        values = self.header_values(name)
        return values[-1] if values else None

    def header_values(self, name: str) -> list[str]:
        """Return all values of a header, in the order sent."""
        return values_of(self.headers, name)

    def query_values(self) -> dict[str, list[str]]:
        """Return the decoded query parameters, each with its values in the order sent."""
        values: dict[str, list[str]] = {}
        for pair in self.query.split("&") if self.query else []:
            name, _, value = pair.partition("=")
            values.setdefault(unquote_plus(name), []).append(unquote_plus(value))
        return values


@dataclass(frozen=True)
class Response:
    """What goes back; `Content-Length` is the server's affair."""

    status: int
    headers: Headers = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """Return the last value of a header, None where it is absent; the name's case does not matter."""
        values = values_of(self.headers, name)
        return values[-1] if values else None


def values_of(headers: Iterable[tuple[str, str]], name: str) -> list[str]:
    """Return the values of the header `name`, whatever the case it was written in."""
    wanted = name.lower()
    return [value for key, value in headers if key.lower() == wanted]


def media_type(content_type: str | None) -> str | None:
    """Return the media type of a Content-Type or Accept header, without parameters or alternatives."""
    if content_type is None:
        return None
    return content_type.split(",")[0].split(";")[0].strip().lower() or None
