"""The outside, where webhooks of these tests lead, and the functions that know it."""

from collections.abc import Iterator

import httpx
import pytest

from local.outside import Outside, point_functions_at
from local.stack import LocalStack
from tests.flow.webhooks.receiver import Receiver


@pytest.fixture
def outside(stack: LocalStack) -> Iterator[Outside]:
    """The outside; what fires by the clock is stopped, since these tests let many hours pass."""
    events = stack.client("events")
    for rule in events.list_rules()["Rules"]:
        if "ScheduleExpression" in rule:
            events.disable_rule(Name=rule["Name"])
    with Outside.served() as outside:
        point_functions_at(outside.url, stack.client)
        yield outside


@pytest.fixture
def receiver(stack: LocalStack, alice: httpx.Client, outside: Outside) -> Receiver:
    """A webhook of alice's for everything."""
    return Receiver.register(stack, alice, outside)
