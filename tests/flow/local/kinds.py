"""Both kinds of execution environments under the same tests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from local.clock import RealClock
from local.engine.environments import Environments
from local.server import Door, serving
from local.stack import LocalStack
from tests.flow.cli.running import free_port

#: Runs a test once for each kind; it must take no time, since time is real in child processes.
both_kinds = pytest.mark.parametrize("environments", Environments, ids=lambda kind: kind.value)


@contextmanager
def empty_stack(environments: Environments, log: Callable[[str, str], None]) -> Iterator[LocalStack]:
    """An empty stack; for child processes its AWS API is served over HTTP, and time is real."""
    if environments is Environments.IN_PROCESS:
        with LocalStack(log=log) as stack:
            yield stack
        return
    port = free_port()
    with (
        LocalStack(
            clock=RealClock(), log=log, aws_url=f"http://127.0.0.1:{port}", environments=environments
        ) as stack,
        serving(stack.hub, [Door(port, "AWS_PORT", stack.endpoint.handle)]),
    ):
        yield stack
