"""An account of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.unit.telemetry.telemetry_account import TelemetryAccount, telemetry_account


@pytest.fixture
def account() -> Iterator[TelemetryAccount]:
    with telemetry_account() as account:
        yield account
