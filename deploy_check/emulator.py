"""The emulator of AWS: a process with an environment of its own, that never outlives the proof."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from deploy_check.steps import CheckFailed

REGION = "us-east-1"
START_SECONDS = 30.0
STOP_SECONDS = 5.0


class Emulator:
    """A ministack on a free port of 127.0.0.1, which runs handlers with its own Python.

    Args:
        program: the `ministack` of its virtual environment.
        folder: where it may write; its log stays there.
        settings: more of its environment variables.
    """

    def __init__(
        self, program: Path, folder: Path, settings: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._program = program
        self._folder = folder
        self._settings = settings
        self._log = folder / "emulator.log"
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its AWS API listens; by name, since it reads a bucket's name from the host."""
        return f"http://localhost:{self._port}"

    def environment(self) -> dict[str, str]:
        """The environment of a program that takes the emulator for AWS, and cannot reach an account."""
        return _without_aws() | {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def log_tail(self, lines: int = 30) -> str:
        """The last lines it logged."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])

    def __enter__(self) -> Self:
        settings = {
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self._port),
            "LAMBDA_EXECUTOR": "local",
            "TMPDIR": str(self._folder),
            **self._settings,
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [self._program],
                env=_without_aws() | settings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A group of its own: Ctrl-C reaches the proof alone, which stops the emulator and handlers.
                start_new_session=True,
            )
        try:
            self._await_health(self._process)
        except BaseException:  # a Ctrl-C as well: nobody else would stop the emulator
            self._stop(self._process)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._stop(self._process)

    def _await_health(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise CheckFailed(f"the emulator ended at once:\n{self.log_tail()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=1):
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.1)
        raise CheckFailed(f"the emulator did not answer within {START_SECONDS:.0f} s:\n{self.log_tail()}")

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _without_aws() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
