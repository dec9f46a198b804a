"""Which addresses SES can send to at all: seven bits, RFC 5321's shape, and a domain that could exist.

https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html
"""

import re
from collections.abc import Iterator
from email.utils import parseaddr

from local.moto_fixes.sesv2.refusal import bad_request

_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LOCAL = re.compile(r"[!#-'*+/-9=?A-Z^-~-]+(\.[!#-'*+/-9=?A-Z^-~-]+)*")
_LONGEST_LOCAL = 64


def bare(address: str) -> str:
    """Return the address within `Name <address>`."""
    return parseaddr(address)[1] or address


def check_address(address: str) -> None:
    """Refuse an address, with or without a name before it, that no mail can be sent to."""
    for flaw in _flaws(address):
        raise bad_request(flaw)


def _flaws(address: str) -> Iterator[str]:
    if not address.isascii() or re.search(r"[\x00-\x1f\x7f]", address):
        yield "Local address contains control or whitespace"
    local, at, domain = bare(address).rpartition("@")
    if not at:
        yield "Missing final '@domain'"
    if not local:
        yield f"User name is missing: '{bare(address)}'."
    if not domain:
        yield "Missing domain"
    if ".." in domain:
        yield "Domain contains dot-dot"
    if domain.startswith("."):
        yield "Domain starts with dot"
    if domain.endswith("."):
        yield "Domain ends with dot"
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        yield "Domain contains illegal character"
    if len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        yield "Local address contains illegal character"
