"""What an integration answers, before the API's integration responses turn it into the caller's response."""

from dataclasses import dataclass

from local.gateway.message import Headers


@dataclass(frozen=True)
class Answer:
    """An answer of a service, a function or a mock."""

    status: int
    headers: Headers = ()
    body: bytes = b""
