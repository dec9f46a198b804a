"""The command line: in this process, but for `run`, which has a process of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from local.cli.commands import app
from tests.flow.cli.running import SAMPLES, Running

Command = Callable[..., Result]


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs a command with its arguments; gives its exit code and what it printed."""
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, assembly: Path) -> Iterator[Running]:
    """A stack that has done a sample and serves until the module's tests are done."""
    folder = tmp_path_factory.mktemp("run")
    samples = folder / "samples"
    samples.mkdir()
    shutil.copy(SAMPLES / "3-thumbnails-of-a-letter.json", samples)
    shutil.copy(SAMPLES / "letter.txt", samples)
    running = Running(folder, assembly, samples=samples)
    running.until_it_waits()
    yield running
    running.interrupt()
