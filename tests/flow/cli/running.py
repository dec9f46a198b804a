"""`python -m local run` as a process of its own, as `make run` starts it, in a directory of its own."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "events" / "samples"
#: What is printed when all has been said, in seconds at most.
LAST_WORDS = "Ctrl-C stops the stack."
PATIENCE = 120


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code, and all it printed."""

    code: int
    output: str


class Running:
    """The command, started.

    Args:
        folder: where it runs and leaves its files.
        assembly: the synthesized app.
        options: more of them.
        samples: the folder of the samples.
    """

    def __init__(
        self,
        folder: Path,
        assembly: Path,
        *options: str,
        samples: Path = SAMPLES,
    ) -> None:
        self.port = free_port()
        where = [
            *("--port", str(self.port)),
            *("--aws-port", str(free_port())),
            *("--outside-port", str(free_port())),
        ]
        what = ["--assembly", str(assembly), "--samples", str(samples)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local", "run", *where, *what, *options],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._printed = ""

    def until_it_waits(self) -> str:
        """Return what it has printed when it only waits for Ctrl-C any more."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._printed += line
            if LAST_WORDS in line:
                return self._printed
        raise AssertionError(f"it ended before it waited:\n{self._printed}")

    def interrupt(self) -> Ended:
        """Press Ctrl-C, and see how it ends."""
        self._process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> Ended:
        """Wait until it ends by itself."""
        rest, _ = self._process.communicate(timeout=PATIENCE)
        return Ended(self._process.returncode, self._printed + rest)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
