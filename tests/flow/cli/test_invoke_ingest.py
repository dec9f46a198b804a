"""`make invoke` with the sample events of ingestion: each step finds what the one before it left."""

from pathlib import Path

import pytest

from tests.flow.cli.conftest import Command
from tests.flow.synthesis import ROOT


@pytest.mark.parametrize(
    ("function", "event", "exit_code", "shown"),
    [
        ("ingest-plan", "sales.json", 0, '"open": 7'),
        ("ingest-plan", "a-photo.json", 1, "NotPlainText"),
        ("ingest-map_chunk", "second-chunk.json", 0, "/1/00001.0.report.json"),
    ],
)
def test_a_step_does_what_its_sample_event_says(
    command: Command, assembly: Path, function: str, event: str, exit_code: int, shown: str
) -> None:
    invoked = command("invoke", function, ROOT / "events" / function / event, "--assembly", assembly)

    assert invoked.exit_code == exit_code
    assert shown in invoked.stdout
