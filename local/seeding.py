"""Makes random numbers follow a seed: Python's, such as a worker's jitter, and moto's, such as ids."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from moto.moto_api._internal import mock_random


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Begin both rows of random numbers at `seed`; afterwards let them go on where they were."""
    before = [(source, source.getstate()) for source in (random, mock_random)]
    random.seed(seed)
    mock_random.seed(seed)
    try:
        yield
    finally:
        for source, state in before:
            source.setstate(state)
