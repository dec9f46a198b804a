"""The command line: in this process, but for `run`, which has a process of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from local.cli.commands import app
from tests.flow.cli.running import Running

Command = Callable[..., Result]


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs a command with its arguments; gives its exit code and what it printed."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, assembly: Path) -> Iterator[Running]:
    """A stack that has done its samples and serves until the module's tests are done."""
    running = Running(tmp_path_factory.mktemp("run"), assembly)
    running.until_it_waits()
    yield running
    running.interrupt()
