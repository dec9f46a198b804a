"""What the suite is pointed at: our endpoint unless ENDPOINT names another one.

A target says how its clients reach it, how time passes there, and what is left over between two tests.
Tests do not meet it: they ask `Aws`.
"""

from contextlib import AbstractContextManager
from typing import Protocol

import httpx
from botocore.credentials import Credentials

from tests.conformance.clients import Clients

#: Where emulators serve a stage of a REST API, below the address of their AWS API.
EMULATORS_INVOKE_PATH = "/restapis/{api}/{stage}/_user_request_"


class TooLong(Exception):
    """A test waits for longer than it may take in real time, so nothing is known of what it asks."""


class Target(Protocol):
    """An endpoint of the AWS API.

    Attributes:
        name: what its results are recorded under.
        region: the AWS region the clients ask.
        clients: lead to the endpoint.
    """

    name: str
    region: str
    clients: Clients

    def fresh(self) -> AbstractContextManager[None]:
        """Be ready for a test while the context lasts; afterwards nothing of it is left."""

    def wait(self, seconds: float) -> None:
        """Let time pass. Raises TooLong where that cannot be waited for."""

    def left(self, seconds: float) -> float:
        """Return how much of so many seconds the test may still wait."""

    def invoke_url(self, api: str, stage: str) -> str:
        """Return where a stage of a REST API (its id) is invoked, without a slash at the end."""

    def http(self) -> httpx.Client:
        """Return an HTTP client that reaches what `invoke_url` and presigned URLs name."""

    def confirm(self, address: str) -> str:
        """Let the owner of an address agree that mail is sent from it; return it, or another that may send.

        Raises TooLong where nobody is there to follow the link in SES's mail.
        """

    def credentials(self, service: str) -> Credentials:
        """Return the keys of somebody who may call a service, as signatures name it."""
