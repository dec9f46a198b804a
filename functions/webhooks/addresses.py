"""Which addresses a webhook may lead to: those of the public internet, unless the stage says otherwise.

A caller chooses the URL, and the function stands inside our account: a URL that leads to the function's own
network, or to the address where credentials are to be had, must not be called.
https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit


class Forbidden(Exception):
    """The URL leads where no webhook may lead; the text says why."""


@dataclass(frozen=True)
class Place:
    """Where a message is sent: an address that was checked, and what the URL says beside it.

    Attributes:
        scheme: https, or http where the stage trusts it.
        host: as the URL has it; TLS certificates and the Host header name it.
        address: the IP address that is connected to, so that no second look-up can lead elsewhere.
        port: TCP's.
        target: path and query.
    """

    scheme: str
    host: str
    address: str
    port: int
    target: str


def check(url: str, trusted: frozenset[str]) -> None:
    """Refuse a URL whose own text shows that it may not be called; raises Forbidden."""
    _parsed(url, trusted)


def look_up(url: str, trusted: frozenset[str]) -> Place:
    """Return where a URL leads now.

    Args:
        url: the webhook's.
        trusted: `http://host:port` that the stage's settings allow, whatever its address.

    Raises:
        Forbidden: it is not https, or one of its addresses is not public.
        OSError: the name cannot be resolved.
    """
    scheme, host, port, target, is_trusted = _parsed(url, trusted)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not is_trusted and not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise Forbidden("the URL leads to an address that is not on the public internet")
    return Place(scheme, host, addresses[0], port, target)


def _parsed(url: str, trusted: frozenset[str]) -> tuple[str, str, int, str, bool]:
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Forbidden("the URL's port is no port") from error
    host = parts.hostname or ""
    is_trusted = f"{parts.scheme}://{host}:{port}" in trusted
    if parts.scheme != "https" and not is_trusted:
        raise Forbidden("the URL has to begin with https://")
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if literal is not None and not literal.is_global and not is_trusted:
        raise Forbidden("the URL leads to an address that is not on the public internet")
    target = parts.path or "/"
    return parts.scheme, host, port, f"{target}?{parts.query}" if parts.query else target, is_trusted
