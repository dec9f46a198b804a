"""One stack for all tests of a module: a job has its own corner of everything."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.ingest.analysts import Analyst


@pytest.fixture(scope="module")
def log() -> list[tuple[str, str]]:
    """What the functions of the module's stack have logged."""
    return []


@pytest.fixture(scope="module")
def stack(warm_assembly: Path, log: list[tuple[str, str]]) -> Iterator[LocalStack]:
    with LocalStack(warm_assembly, log=lambda function, line: log.append((function, line))) as stack:
        yield stack


@pytest.fixture
def analyst(stack: LocalStack, watched: Callable[[LocalStack], None]) -> Analyst:
    """Alice, who has files ingested; the permissions that takes are noted."""
    watched(stack)
    return Analyst(stack)
