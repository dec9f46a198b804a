"""An empty REST API behind the gateway."""

import pytest

from tests.flow.local.gateway.rest_api import HandmadeApi
from tests.flow.local.handmade import Handmade


@pytest.fixture
def api(handmade: Handmade) -> HandmadeApi:
    return HandmadeApi(handmade)
