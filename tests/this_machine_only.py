"""Refuses every connection of a test to another machine, whichever library tries it.

An audit hook sees the sockets of all code in the process and nothing needs to be patched:
https://docs.python.org/3/library/audit_events.html
"""

import ipaddress

_NAMES = {"", "localhost"}


class OtherMachine(RuntimeError):
    """A test tried to reach a machine other than this one; not an OSError, which libraries retry."""


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Audit hook: raise OtherMachine for a connection, a datagram or a look-up beyond this machine."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    # A path (a Unix socket) and no host at all stay on this machine.
    if host is not None and not _is_here(host.decode() if isinstance(host, bytes) else str(host)):
        raise OtherMachine(f"tests may reach 127.0.0.1 only, not {host!r}")


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in _NAMES
