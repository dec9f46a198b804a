"""What holds for every test: no account, no machine but this one (or ENDPOINT's), and one synthesis."""

import os
import sys
from pathlib import Path

import pytest

from tests.flow.synthesis import synthesize_once
from tests.this_machine_only import refuse_other_machines

pytest_plugins = ["tests.permissions.plugin"]

if "ENDPOINT" not in os.environ:
    sys.addaudithook(refuse_other_machines)


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The synthesized app."""
    run = tmp_path_factory.getbasetemp()
    return synthesize_once(run if worker_id == "master" else run.parent)
