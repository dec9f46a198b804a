"""An endpoint over HTTP, in real time: another emulator, AWS itself, or our own with child processes."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import httpx
from botocore.config import Config
from botocore.credentials import Credentials

from tests.conformance.cleaning import Cleaning
from tests.conformance.clients import clients, open_session
from tests.conformance.target import TooLong

#: How long a test may wait on an emulator, in seconds; AWS itself takes its time.
PATIENCE = float(os.environ.get("PATIENCE", "75"))
#: How much longer than that it may take in all, in seconds: then something hangs.
SLACK = 20.0


class OverHttp:
    """A target in another process, or in the cloud; see `Target`.

    Args:
        name: what its results are recorded under.
        url: of its AWS API; None for AWS itself.
        invoke_url: of a stage of a REST API, with {api} and {stage} in it.
        keys: access key and secret, unless those of the environment are meant.
        callers_keys: of whoever calls REST APIs, if that is somebody else.
    """

    def __init__(
        self,
        name: str,
        url: str | None,
        invoke_url: str,
        keys: tuple[str, str] | None = None,
        callers_keys: tuple[str, str] | None = None,
    ) -> None:
        self.name = name
        self.region = os.environ.get("AWS_REGION", "us-east-1")
        session = open_session(self.region, keys)
        self._credentials = session.get_credentials()
        self._cleaning = Cleaning(session)
        self._invoke_url = invoke_url
        self._callers_keys = callers_keys
        self._left = PATIENCE
        self._is_aws = url is None
        self.clients = clients(
            session,
            url,
            Config(
                retries={"total_max_attempts": 1 if url else 5},
                # An emulator has one name.
                inject_host_prefix=url is None,
                read_timeout=PATIENCE,
                s3={"addressing_style": "path" if url else "auto"},
            ),
        )

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Give the test its time, and delete what it has made."""
        self._left = PATIENCE
        try:
            with _ended_after(PATIENCE + SLACK):
                yield
        finally:
            self._cleaning.clean(self.clients)

    def wait(self, seconds: float) -> None:
        """Sleep."""
        if seconds > self._left:
            raise TooLong(f"{seconds:g} s more of real time; PATIENCE={PATIENCE:g} leaves {self._left:g} s")
        self._left -= seconds
        time.sleep(seconds)

    def left(self, seconds: float) -> float:
        """Return as much of it as the test's patience allows."""
        return min(seconds, self._left)

    def invoke_url(self, api: str, stage: str) -> str:
        """Return where a stage of a REST API (its id) is invoked."""
        return self._invoke_url.format(api=api, stage=stage, region=self.region)

    def http(self) -> httpx.Client:
        """Return an ordinary client."""
        return httpx.Client(timeout=PATIENCE)

    def confirm(self, address: str) -> str:
        """Return the address that MAIL_FROM names; emulators ask nobody whether they agree."""
        if self._is_aws and "MAIL_FROM" not in os.environ:
            raise TooLong(
                "nobody here follows the link in SES's mail: MAIL_FROM names an address that may send"
            )
        return os.environ.get("MAIL_FROM", address)

    def credentials(self, service: str) -> Credentials:
        """Those of the clients, unless REST APIs are called by others."""
        if service == "execute-api" and self._callers_keys is not None:
            return Credentials(*self._callers_keys)
        if self._credentials is None:
            raise RuntimeError("there are no AWS credentials in this environment")
        return self._credentials


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End what hangs, by an exception in its midst."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"not done after {seconds:g} s")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
