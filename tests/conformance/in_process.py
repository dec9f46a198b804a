"""Our endpoint without a socket: a fresh local stack for each test, on virtual time.

Requests are serialized and signed as for any endpoint, and the handler that serves the port takes them.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx
import urllib3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.credentials import Credentials

from local.account import REGION
from local.gateway import Request
from local.mail_identities import confirm
from local.permissions.credentials import ADMINISTRATOR_KEYS
from local.stack import AWS_URL, LocalStack
from local.users import ALICE
from tests.conformance.clients import clients, open_session
from tests.conformance.target import EMULATORS_INVOKE_PATH

#: The account's administrator, and somebody who calls the HTTP interface.
USER_KEYS = (ALICE.access_key, ALICE.secret_key)

_CONFIG = Config(
    retries={"total_max_attempts": 1},
    account_id_endpoint_mode="disabled",
    s3={"addressing_style": "path"},
)


class InProcess:
    """A target of this process; see `Target`."""

    name = "offload"
    region = REGION

    def __init__(self) -> None:
        self.clients = clients(open_session(REGION, ADMINISTRATOR_KEYS, self._answer), AWS_URL, _CONFIG)
        self._stack = LocalStack()

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Start an empty stack, and forget it at the end."""
        with LocalStack() as self._stack:
            yield

    def wait(self, seconds: float) -> None:
        """Let virtual time pass."""
        self._stack.clock.advance(seconds=seconds)

    def left(self, seconds: float) -> float:
        """All of it: virtual time costs nothing."""
        return seconds

    def invoke_url(self, api: str, stage: str) -> str:
        """Return where the AWS endpoint serves a stage."""
        return AWS_URL + EMULATORS_INVOKE_PATH.format(api=api, stage=stage)

    def http(self) -> httpx.Client:
        """Reach the gateway and the endpoint in this process."""
        return self._stack.http()

    def confirm(self, address: str) -> str:
        """Agree in the owner's place."""
        confirm(address)
        return address

    def credentials(self, service: str) -> Credentials:
        """REST APIs are called by alice, all else by the account's administrator."""
        return Credentials(*(USER_KEYS if service == "execute-api" else ADMINISTRATOR_KEYS))

    def _answer(self, prepared: AWSPreparedRequest) -> AWSResponse:
        url = urlsplit(prepared.url)
        headers = [(name, _text(value)) for name, value in prepared.headers.items()]
        request = Request(
            method=prepared.method,
            path=url.path,
            query=url.query,
            headers=(("Host", url.netloc), *headers),
            body=_bytes(prepared.body),
        )
        hub, handle = self._stack.hub, self._stack.endpoint.handle
        response = hub.call(lambda: handle(request), f"{request.method} {request.path}")
        raw = urllib3.HTTPResponse(io.BytesIO(response.body), preload_content=False)
        answered = HTTPHeaders.from_pairs(response.headers)
        return AWSResponse(prepared.url, response.status, answered, raw)


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def _bytes(body: object) -> bytes:
    match body:
        case None:
            return b""
        case str():
            return body.encode()
        case bytes() | bytearray():
            return bytes(body)
        case _:
            return body.read()  # type: ignore[attr-defined,no-any-return]  # a file, where not text or bytes
