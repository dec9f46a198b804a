"""A job table for each test."""

from collections.abc import Iterator

import pytest

from functions.offload.store.table import JobTable
from tests.unit.offload.job_table import job_table


@pytest.fixture
def table() -> Iterator[JobTable]:
    with job_table() as table:
        yield table
