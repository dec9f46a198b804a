"""The sample events of the workload, as `make invoke` gives them to its functions."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from local.cli.commands import app
from tests.flow.synthesis import ROOT


@pytest.mark.parametrize(
    ("function", "event", "change"),
    [
        ("report", "work", '"sales\\":2,\\"revenue\\":10680'),
        ("report-sales", "recorded", "sale/shop/S-1001"),
        ("report-sales", "unknown-version", "+ message offload-dev-report-sales-dlq"),
        ("report-orders", "succeeded", '"status": "completed"'),
        ("report-orders", "failed", '"status": "failed"'),
    ],
)
def test_a_sample_event_changes_what_its_name_says(
    assembly: Path, function: str, event: str, change: str
) -> None:
    path = ROOT / "events" / function / f"{event}.json"

    invoked = CliRunner().invoke(app, ["invoke", function, str(path), "--assembly", str(assembly)])

    assert invoked.exit_code == 0
    assert change in invoked.stdout.partition("\nwhat changed\n")[2]
