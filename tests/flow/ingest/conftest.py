"""One stack for all tests of ingestion: a job has its own corner of everything."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from local.stack import LocalStack
from tests.flow.ingest.analysts import Analyst


@pytest.fixture(scope="package")
def stack(warm_assembly: Path) -> Iterator[LocalStack]:
    with LocalStack(warm_assembly) as stack:
        yield stack


@pytest.fixture
def analyst(stack: LocalStack, watched: Callable[[LocalStack], None]) -> Analyst:
    """Alice, who has files ingested; the permissions that takes are noted."""
    watched(stack)
    return Analyst(stack)
