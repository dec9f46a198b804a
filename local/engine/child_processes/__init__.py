"""Execution environments that are child processes, each with AWS's own runtime client in it.

They need real time and an AWS API served over HTTP, and run where AWS's runtime client does: on Linux.
"""

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

from local.engine.child_processes.environment import ChildProcessEnvironment
from local.engine.child_processes.process import Program
from local.engine.child_processes.thread import ProcessThread
from local.engine.environment import ExecutionEnvironment
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream
from local.hub import Hub

__all__ = ["ChildProcesses", "can_run"]


def can_run() -> bool:
    """Tell whether this machine can run them: the runtime client's core, a compiled module, is for Linux."""
    return importlib.util.find_spec("runtime_client") is not None


class ChildProcesses:
    """Starts environments, and ends what is left of them.

    Args:
        hub: gives the turns, in real time.
        aws_url: where the processes reach AWS.
    """

    def __init__(self, hub: Hub, aws_url: str) -> None:
        self._hub = hub
        self._aws_url = aws_url
        self._thread = ProcessThread()

    def start(
        self, function: Function, *, roots: Sequence[Path], variables: Mapping[str, str], log: LogStream
    ) -> ExecutionEnvironment:
        """Return a new environment; its process starts when it is initialized."""
        program = Program(
            function.handler, roots, {**variables, "AWS_ENDPOINT_URL": self._aws_url}, function.memory
        )
        return ChildProcessEnvironment(self._hub, self._thread, function, program, log)

    def stop(self) -> None:
        """End every process."""
        self._thread.stop()
