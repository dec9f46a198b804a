"""The sample events of the workload do what their names say."""

import json

from typer.testing import CliRunner

from local.cli.commands import app
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.synthesis import ROOT

EVENTS = ROOT / "events"


def test_a_report_is_made_of_the_ledger_that_is_given(assembly: object) -> None:
    event = EVENTS / "report" / "work.json"

    invoked = CliRunner().invoke(app, ["invoke", "report", str(event), "--assembly", str(assembly)])

    assert invoked.exit_code == 0
    changed = invoked.stdout.partition("\nwhat changed\n")[2]
    assert 'status: "PENDING" → "SUCCEEDED"' in changed
    assert '"sales\\":2,\\"revenue\\":10680' in changed
    assert "/1/sales-2025-12-01-to-2025-12-31.pdf" in changed


def test_what_the_subscribers_hear_is_in_the_ledger_or_in_the_dlq(
    stack: LocalStack, account: Account
) -> None:
    for queue in ("report-sales", "report-orders"):
        for event in sorted((EVENTS / queue).glob("*.json")):
            (record,) = json.loads(event.read_text())["Records"]
            account.send(queue, record["body"])
    stack.settle()

    dynamodb = stack.client("dynamodb")
    (ledger,) = (name for name in dynamodb.list_tables()["TableNames"] if "ReportTable" in name)
    statuses = {item["key"]["S"]: item["status"]["S"] for item in dynamodb.scan(TableName=ledger)["Items"]}
    assert set(statuses) == {"sale/shop/S-1001", "job/AIDACKCEVSQ6C2EXAMPLE/order.0f5b7b1e"}
    (unknown,) = account.messages("report-sales-dlq")
    assert unknown.json["detail"]["version"] == 2
    assert account.depth("report-orders-dlq") == 0
