"""A job's objects in an empty bucket."""

from collections.abc import Iterator

import pytest

from functions.thumbnail.objects import JobObjects
from tests.unit.thumbnail.bucket import empty_bucket


@pytest.fixture
def objects() -> Iterator[JobObjects]:
    with empty_bucket() as found:
        yield found
