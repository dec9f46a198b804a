"""The sample events of the feed's functions: each does what its name says, with what it is given."""

import json
from pathlib import Path

import pytest

from functions.offload.attributes import to_item
from local.stack import LocalStack

EVENTS = Path(__file__).parents[3] / "events"
FUNCTIONS = (
    *("post-starter", "post-plan", "post-deliver", "post-finish", "post-withdraw"),
    *("follow", "like", "feed-notifications", "feed-endpoints"),
)
SAMPLES = sorted(path for name in FUNCTIONS for path in (EVENTS / name).glob("*.json"))


#: What an answer has to say, by its function.
ANSWERS: dict[str, object] = {
    "post-deliver": {"feeds": 2, "notified": 1},
    "post-finish": {
        "post": "p22621a275ec9bc5ceaa33911",
        "at": "2026-01-01T00:00:00.000Z",
        "feeds": 267,
        "notified": 2,
    },
    "post-withdraw": {},
}


@pytest.mark.parametrize("event", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_event_does_what_it_says(stack: LocalStack, event: Path) -> None:
    lambda_, dynamodb = stack.client("lambda"), stack.client("dynamodb")
    function = stack.function(event.parent.name)
    environment = lambda_.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    given = event.parent / "given" / event.name
    items = json.loads(given.read_text())["items"] if given.exists() else {}
    for table in items:
        for item in items[table]:
            dynamodb.put_item(TableName=environment[table], Item=to_item(item))

    invoked = lambda_.invoke(FunctionName=function, Payload=event.read_bytes())

    answer = json.loads(invoked["Payload"].read())
    assert "FunctionError" not in invoked, answer
    match answer:
        case {"batchItemFailures": failures}:
            assert failures == []
        case {"statusCode": status, "body": body}:
            assert (status, json.loads(body)) == (200, {"posts": []})
        case {"chunks": chunks}:
            assert len(chunks) == 1
        case _:
            assert answer == ANSWERS[event.parent.name]
