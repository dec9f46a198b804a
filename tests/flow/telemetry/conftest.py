"""A device of alice's and the stream behind it."""

import pytest

from local.stack import LocalStack
from tests.flow.telemetry.devices import Device
from tests.flow.telemetry.stream import TelemetryStream


@pytest.fixture
def device(stack: LocalStack) -> Device:
    return Device(stack)


@pytest.fixture
def stream(stack: LocalStack) -> TelemetryStream:
    return TelemetryStream(stack)
