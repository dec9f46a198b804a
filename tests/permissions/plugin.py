"""A plugin of pytest: records which permissions the tests use, and fails a run that leaves some unused.

Only a whole run, in which every test passed, says anything about what nobody uses. Its recording is kept for
`python -m tests.permissions`, which takes the permissions away one by one.
"""

import time
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from local.permissions import Permission
from local.permissions.inventory import granted
from local.stack import LocalStack
from tests.permissions import recording
from tests.permissions.exemptions import exemption
from tests.permissions.recording import Recording, Use

#: Options that let only some of the tests run.
NARROWING = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "collectonly", "lf", "stepwise")

RECORDING = pytest.StashKey[Recording]()
#: What is done to the stack of a test before the test sees it.
PREPARATION = pytest.StashKey[Callable[[LocalStack], None]]()


class _Worker(Protocol):
    """A worker of pytest-xdist, as the run sees it that started it."""

    config: pytest.Config
    workeroutput: dict[str, str]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RECORDING] = Recording()
    config.stash[PREPARATION] = lambda _stack: None


@pytest.fixture
def watched(request: pytest.FixtureRequest) -> Iterator[Callable[[LocalStack], None]]:
    """Takes the test's stack when it has started; records at the test's end what the test used."""
    began, stacks = time.perf_counter(), list[LocalStack]()
    known = request.config.stash[RECORDING]

    def watch(stack: LocalStack) -> None:
        nonlocal known
        if not known.granted:
            known |= Recording(granted())
        request.config.stash[PREPARATION](stack)
        stacks.append(stack)

    yield watch
    for stack in stacks:
        # What a test has made by itself is no part of the template.
        used = known.granted & stack.guard.uses.permissions
        known |= Recording(uses=(Use(request.node.nodeid, time.perf_counter() - began, used),))
    request.config.stash[RECORDING] = known


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: _Worker) -> None:
    """Take over what a worker has recorded; one that crashed has nothing to say."""
    text = getattr(node, "workeroutput", {}).get("permissions")
    if text is not None:
        node.config.stash[RECORDING] |= recording.read(text)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what a worker has recorded; judge what a whole run has."""
    recorded = session.config.stash[RECORDING]
    output: dict[str, str] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["permissions"] = recorded.as_json()
    elif _is_whole(session):
        recording.PLACE.parent.mkdir(exist_ok=True)
        recording.PLACE.write_text(recorded.as_json())
        if recorded.unused():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Report what a whole run has used of the template's permissions."""
    session = getattr(terminalreporter, "_session", None)
    recorded = config.stash[RECORDING]
    if session is None or not _is_whole(session) or not recorded.granted:
        return
    needed, unused = recorded.needed(), recorded.unused()
    terminalreporter.write_line(
        f"permissions: {len(needed) - len(unused)} of {len(needed)} used by tests, "
        f"{len(recorded.granted) - len(needed)} exempt ({', '.join(_reasons(recorded.granted))})"
    )
    for permission in unused:
        terminalreporter.write_line(f"  never used: {permission}", red=True)


def _reasons(permissions: frozenset[Permission]) -> list[str]:
    return sorted({reason for each in permissions if (reason := exemption(each)) is not None})


def _is_whole(session: pytest.Session) -> bool:
    """Tell whether every test of the project has run, and passed."""
    config = session.config
    return (
        config.args_source == pytest.Config.ArgsSource.TESTPATHS
        and not any(config.getoption(name) for name in NARROWING)
        and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        and session.testsfailed == 0
    )
