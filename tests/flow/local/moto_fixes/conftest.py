"""A mended moto on a virtual clock, with nothing in it."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local import moto_fixes
from local.clock import VirtualClock
from local.hub import Hub
from tests.flow.local.moto_fixes.machines import REGION, Functions, Machines


@pytest.fixture
def hub() -> Iterator[Hub]:
    moto_fixes.install()
    clock = VirtualClock()
    clock.start()
    hub = Hub(clock, seed=7)
    moto_fixes.attach(hub)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        yield hub
        hub.stop()
    moto_fixes.set_invoker(None)
    moto_fixes.set_deliverer(None)
    moto_fixes.detach()
    clock.stop()


@pytest.fixture
def sqs(hub: Hub) -> Any:
    return boto3.client("sqs", region_name=REGION)


@pytest.fixture
def functions(hub: Hub) -> Functions:
    return Functions()


@pytest.fixture
def machines(hub: Hub, functions: Functions) -> Machines:
    return Machines(hub, functions)
