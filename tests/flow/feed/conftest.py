"""One stack for all tests of the feed, since starting a dozen functions takes longer than any of them.

Each test has members of its own, so nothing that others left is ever in its way.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.feed.members import Member, new_member

_numbers = count()


@pytest.fixture(scope="package")
def logged() -> list[tuple[str, str]]:
    """What the functions of the stack have logged since the beginning."""
    return []


@pytest.fixture(scope="package")
def started(warm_assembly: Path, logged: list[tuple[str, str]]) -> Iterator[LocalStack]:
    """The stack, started."""
    with LocalStack(warm_assembly, log=lambda function, line: logged.append((function, line))) as stack:
        yield stack


@pytest.fixture
def log(logged: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the functions log from now on."""
    logged.clear()
    return logged


@pytest.fixture
def stack(started: LocalStack, watched: Callable[[LocalStack], None]) -> LocalStack:
    """The stack, with nothing going wrong; what this test uses of its permissions is recorded."""
    started.faults.clear()
    started.guard.uses.permissions.clear()
    watched(started)
    return started


@pytest.fixture
def ann(stack: LocalStack) -> Member:
    """Somebody whom others follow."""
    return new_member(stack, f"ann{next(_numbers)}")


@pytest.fixture
def bert(stack: LocalStack) -> Member:
    """Somebody who follows."""
    return new_member(stack, f"bert{next(_numbers)}")
