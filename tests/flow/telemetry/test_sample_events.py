"""The sample events are such as the functions are given."""

import json
from pathlib import Path
from typing import Any

from local.stack import LocalStack

EVENTS = Path(__file__).parents[3] / "events"


def answer(stack: LocalStack, function: str, event: str) -> Any:
    payload = (EVENTS / function / event).read_bytes()
    name = stack.function(function)
    return json.loads(stack.client("lambda").invoke(FunctionName=name, Payload=payload)["Payload"].read())


def test_the_sample_events_of_telemetry_do_what_their_names_say(stack: LocalStack) -> None:
    assert answer(stack, "telemetry-readings", "readings.json") == {"batchItemFailures": []}
    [failed] = answer(stack, "telemetry-readings", "unreadable.json")["batchItemFailures"]
    event = json.loads((EVENTS / "telemetry-readings" / "unreadable.json").read_text())
    assert failed["itemIdentifier"] == event["Records"][1]["kinesis"]["sequenceNumber"]
    shown = answer(stack, "telemetry-endpoints", "windows.json")
    assert shown["statusCode"] == 200
    assert [(window["count"], window["sum"]) for window in json.loads(shown["body"])["windows"]] == [
        (2, 40.75),
        (1, 20.75),
    ]
