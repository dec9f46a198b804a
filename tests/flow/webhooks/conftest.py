"""The outside, where webhooks of these tests lead, and the functions that know it."""

from collections.abc import Iterator

import httpx
import pytest

from local.outside import Outside, point_functions_at
from local.stack import LocalStack
from tests.flow.webhooks.receiver import Receiver


@pytest.fixture
def outside(stack: LocalStack) -> Iterator[Outside]:
    with Outside.served() as outside:
        point_functions_at(outside.url, stack.client)
        yield outside


@pytest.fixture
def receiver(stack: LocalStack, alice: httpx.Client, outside: Outside) -> Receiver:
    """A webhook of alice's for everything."""
    return Receiver.register(stack, alice, outside)
