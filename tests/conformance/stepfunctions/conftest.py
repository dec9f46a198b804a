"""What the tests of this group have besides `aws`."""

import pytest

from tests.conformance.aws import Aws
from tests.conformance.stepfunctions.state_machines import StateMachines


@pytest.fixture
def machines(aws: Aws) -> StateMachines:
    """State machines on the endpoint."""
    return StateMachines(aws)
