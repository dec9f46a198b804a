"""The kinds of execution environments a local stack can have, and what the engine asks of a kind."""

from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Protocol

from local.engine.environment import ExecutionEnvironment
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream


class Environments(Enum):
    """Where the code of functions runs."""

    #: In this process, one at a time: deterministic, in virtual time too, with breakpoints and faults.
    IN_PROCESS = "in process"
    #: Each in a process of its own, side by side, in real time: isolation, timeouts and memory are enforced.
    CHILD_PROCESSES = "child processes"


class EnvironmentKind(Protocol):
    """Starts environments of one kind."""

    def start(
        self, function: Function, *, roots: Sequence[Path], variables: Mapping[str, str], log: LogStream
    ) -> ExecutionEnvironment:
        """Return a new environment of a function, not initialized yet.

        Args:
            function: whose code runs.
            roots: the directories of the code, as they stand on the import path.
            variables: all environment variables.
            log: takes what is printed and logged.
        """

    def stop(self) -> None:
        """End every environment."""
