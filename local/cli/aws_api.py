"""The AWS API of a stack as its administrator calls it: JSON in, JSON out, one service a client."""

import json
from types import TracebackType
from typing import Self, cast

import httpx
from pydantic import JsonValue

from local.cli.jobs_api import TIMEOUT_SECONDS, NothingListens, Refused
from local.permissions.credentials import ADMINISTRATOR_KEYS
from local.signing import SignedBy


class AwsApi:
    """One service that speaks AWS's JSON protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html

    Args:
        url: where the stack's AWS API is.
        service: as signatures name it.
        target: as the header X-Amz-Target names it.
        version: of the protocol.
    """

    def __init__(self, url: str, *, service: str, target: str, version: str) -> None:
        self._target, self._version = target, version
        self._http = httpx.Client(
            base_url=url,
            auth=SignedBy(*ADMINISTRATOR_KEYS, service=service),
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def call(self, operation: str, body: JsonValue) -> JsonValue:
        """Return the answer to one call. Raises Refused or NothingListens."""
        headers = {
            "Content-Type": f"application/x-amz-json-{self._version}",
            "X-Amz-Target": f"{self._target}.{operation}",
        }
        try:
            response = self._http.post("/", content=json.dumps(body), headers=headers)
        except httpx.TransportError as error:
            raise NothingListens(f"nothing answers on {self._http.base_url}") from error
        if not response.is_success:
            raise Refused.because(response)
        return cast(JsonValue, response.json())
