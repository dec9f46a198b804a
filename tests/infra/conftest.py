"""The kit's own stage, synthesized once for all tests that only look at it."""

import pytest

from tests.infra.synthesis import Synthesis, synthesize
from tests.infra.template import Template


@pytest.fixture(scope="session")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    return synthesize(tmp_path_factory.mktemp("dev"))


@pytest.fixture(scope="session")
def service(synthesis: Synthesis) -> Template:
    return synthesis.service


@pytest.fixture(scope="session")
def data(synthesis: Synthesis) -> Template:
    return synthesis.data
