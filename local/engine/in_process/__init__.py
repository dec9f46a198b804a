"""Execution environments within this process: deterministic, on any clock, with breakpoints and faults."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from local.engine.environment import ExecutionEnvironment
from local.engine.in_process import working_tree
from local.engine.in_process.environment import InProcessEnvironment, Trouble
from local.engine.invocations.functions import Function
from local.engine.invocations.logs import LogStream
from local.hub import Hub

__all__ = ["InProcess", "Trouble"]


class InProcess:
    """Starts environments in this process.

    Args:
        hub: gives the turns.
        trouble: asked around each AWS call.
        working_tree: where the sources of functions are, for debuggers.
    """

    def __init__(self, hub: Hub, trouble: Trouble, working_tree: Path) -> None:
        self._hub = hub
        self._trouble = trouble
        self._working_tree = working_tree

    def start(
        self, function: Function, *, roots: Sequence[Path], variables: Mapping[str, str], log: LogStream
    ) -> ExecutionEnvironment:
        """Return a new environment."""
        for root in roots:
            working_tree.trace(root, self._working_tree)
        return InProcessEnvironment(
            self._hub, function, roots=roots, variables=variables, log=log, trouble=self._trouble
        )

    def stop(self) -> None:
        """Nothing is left of an environment when the hub has stopped."""
