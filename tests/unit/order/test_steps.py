"""The steps as Lambda calls them, with the sample events as their input."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from functions.offload.step import StepEvent, StepHandler
from functions.order.errors import (
    CardDeclined,
    OutOfStock,
    ProviderTimeout,
    ShipmentRefused,
    Undone,
    UnknownSku,
)
from tests.unit.order.step_table import TABLE, step_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "events"
JOB_TABLE = "jobs"
DEFINITION = json.loads((ROOT / "functions/order/workflow.asl.json").read_text())
TASKS = {
    f"order-{name.lower()}": state for name, state in DEFINITION["States"].items() if state["Type"] == "Task"
}
#: Of the steps; those of the starter and of the routes are of another kind.
SAMPLES = sorted(
    path.relative_to(EVENTS) for path in EVENTS.glob("order-*/*.json") if path.parent.name in TASKS
)
#: What asks has no answer of its own: its state waits.
ASKING = {"order-approve", "order-deliver"}
REFUSED = {
    "order-reserve/out-of-stock.json": OutOfStock,
    "order-reserve/unknown-sku.json": UnknownSku,
    "order-charge/declined.json": CardDeclined,
    "order-charge/timeout.json": ProviderTimeout,
    "order-ship/refused.json": ShipmentRefused,
}


class AnyContext:
    """An invocation with time to spare."""

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> "Iterator[DynamoDBClient]":
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("OWN_TABLE", TABLE)
    monkeypatch.setenv("JOB_TABLE", JOB_TABLE)
    with step_table() as client:
        client.create_table(
            TableName=JOB_TABLE,
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


def event(sample: str) -> StepEvent:
    found: StepEvent = json.loads((EVENTS / sample).read_text())
    return found


def call(sample: str, run: int = 1) -> dict[str, object]:
    """Hand a sample event to the step its folder is named after, in some run of its job."""
    step = sample.removeprefix("order-").split("/")[0]
    handle: StepHandler = importlib.import_module(f"functions.order.{step}").handle
    given = event(sample)
    return handle({**given, "job": {**given["job"], "run": run}}, AnyContext())


def stand(dynamodb: "DynamoDBClient") -> dict[str, str]:
    """What stands in the step table: the status of each effect, the pieces of each stock."""
    items = dynamodb.scan(TableName=TABLE)["Items"]
    return {
        item["key"]["S"].split("#AIDA")[0]: item["status"]["S"]
        if "status" in item
        else item["available"]["N"]
        for item in items
        if not item["key"]["S"].startswith(("asked#", "question#"))
    }


@pytest.mark.parametrize("sample", [str(path) for path in SAMPLES if path.parent.name not in ASKING])
def test_every_sample_event_is_answered_as_its_name_says(dynamodb: "DynamoDBClient", sample: str) -> None:
    if sample in REFUSED:
        with pytest.raises(REFUSED[sample]):
            call(sample)
    else:
        assert isinstance(call(sample), dict)


@pytest.mark.parametrize("sample", map(str, SAMPLES))
def test_every_sample_event_is_what_the_state_machine_would_pass(sample: str) -> None:
    passed = TASKS[sample.split("/")[0]]["Parameters"]["Payload"]
    assert set(event(sample)["payload"]) == {name.removesuffix(".$") for name in passed["payload"]}
    assert set(event(sample)) == {name.removesuffix(".$") for name in passed}


def test_an_order_goes_through_and_is_taken_back_in_reverse(dynamodb: "DynamoDBClient") -> None:
    reserved = call("order-reserve/in-stock.json")
    assert (reserved["total"], reserved["currency"]) == (8900, "EUR")
    assert "id" in call("order-charge/approved.json")
    assert "tracking" in call("order-ship/booked.json")
    assert stand(dynamodb) == {
        "stock#TEAPOT-1L": "799",
        "stock#MUG-BLUE": "4996",
        "reservation": "done",
        "charge": "done",
        "sandbox-charge": "done",
        "shipment": "done",
        "sandbox-booking": "done",
    }
    for compensation in ("withdraw", "refund", "release"):
        assert call(f"order-{compensation}/run.json") == {}
    assert stand(dynamodb) == {
        "stock#TEAPOT-1L": "800",
        "stock#MUG-BLUE": "5000",
        "reservation": "undone",
        "charge": "undone",
        "sandbox-charge": "undone",
        "shipment": "undone",
        "sandbox-booking": "undone",
    }


def test_a_retry_of_the_job_is_a_new_run_with_effects_of_its_own(dynamodb: "DynamoDBClient") -> None:
    first = call("order-charge/approved.json")
    call("order-refund/run.json")
    second = call("order-charge/approved.json", run=2)
    assert second != first
    assert call("order-charge/approved.json", run=2) == second


@pytest.mark.parametrize(
    ("compensation", "late"),
    [
        ("order-release/run.json", "order-reserve/in-stock.json"),
        ("order-refund/run.json", "order-charge/approved.json"),
        ("order-withdraw/run.json", "order-ship/booked.json"),
    ],
)
def test_a_step_that_comes_after_its_compensation_refuses(
    dynamodb: "DynamoDBClient", compensation: str, late: str
) -> None:
    call(compensation)
    before = stand(dynamodb)
    with pytest.raises(Undone):
        call(late)
    assert stand(dynamodb) == before


def test_one_function_sees_the_card() -> None:
    payloads = {name: json.dumps(s.get("Parameters", {})) for name, s in DEFINITION["States"].items()}
    assert [name for name, payload in payloads.items() if "card_token" in payload] == ["Charge"]
