"""What is changed or deleted while somebody else uses it: the last word holds, and all else goes on."""

from collections.abc import Callable, Iterator

import pytest

from local.stack import LocalStack
from tests.flow.local.handmade import Handmade

TELLS = """
import os

def handle(event, context):
    print(os.environ.get("GREETING", "nothing"), *(record["body"] for record in event.get("Records", [])))
"""


@pytest.fixture(params=range(20))
def by_chance(request: pytest.FixtureRequest) -> Iterator[Handmade]:
    """An empty stack in which another task goes first each time."""
    log: list[tuple[str, str]] = []
    with LocalStack(seed=request.param, log=lambda name, line: log.append((name, line))) as stack:
        yield Handmade(stack, log)


def at_once(handmade: Handmade, *works: Callable[[], object]) -> None:
    """Do all of it side by side."""
    for task in [handmade.stack.hub.spawn(work, "side by side") for work in works]:
        task.result()


def test_a_mapping_made_while_other_functions_change_can_be_disabled(by_chance: Handmade) -> None:
    by_chance.function("f", TELLS)
    by_chance.function("g", TELLS)
    queue, lambda_ = by_chance.queue("q"), by_chance.stack.client("lambda")
    at_once(
        by_chance,
        lambda: by_chance.feed("f", queue),
        lambda: lambda_.update_function_configuration(FunctionName="g", MemorySize=256),
        lambda: lambda_.update_function_configuration(FunctionName="g", Timeout=5),
    )
    by_chance.stack.disable("f")
    queue.send("late")
    by_chance.stack.settle()
    assert by_chance.printed("f") == []
    assert queue.depth() == 1


def test_a_configuration_changed_while_it_is_read_holds_from_then_on(by_chance: Handmade) -> None:
    by_chance.function("f", TELLS)
    at_once(
        by_chance,
        lambda: by_chance.invoke("f", {}),
        lambda: by_chance.stack.client("lambda").update_function_configuration(
            FunctionName="f", Environment={"Variables": {"GREETING": "hello"}}
        ),
    )
    by_chance.invoke("f", {})
    assert by_chance.printed("f")[-1] == "hello"


def test_a_mapping_whose_queue_is_gone_stops_nothing_else(handmade: Handmade) -> None:
    handmade.function("f", TELLS)
    queue = handmade.queue("q")
    mapping = handmade.feed("f", queue, Enabled=False)
    handmade.stack.client("sqs").delete_queue(QueueUrl=queue.url)
    handmade.stack.client("lambda").update_event_source_mapping(UUID=mapping, Enabled=True)
    handmade.function("g", TELLS)
    handmade.invoke("g", {})
    assert handmade.printed("g") == ["nothing"]


def stream_of_a_table(handmade: Handmade) -> str:
    """Make the table "things", whose stream feeds the function "f"; return the mapping's UUID."""
    table = handmade.stack.client("dynamodb").create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]
    mapping = handmade.stack.client("lambda").create_event_source_mapping(
        FunctionName="f", EventSourceArn=table["LatestStreamArn"], StartingPosition="TRIM_HORIZON"
    )
    return mapping["UUID"]


def test_a_mapping_of_a_deleted_table_can_be_changed_and_stops_nothing_else(handmade: Handmade) -> None:
    handmade.function("f", TELLS)
    mapping = stream_of_a_table(handmade)
    handmade.stack.settle()
    handmade.stack.client("dynamodb").delete_table(TableName="things")
    handmade.stack.client("lambda").update_event_source_mapping(UUID=mapping, BatchSize=5)
    handmade.stack.clock.advance(minutes=5)
    handmade.invoke("f", {})
    assert handmade.printed("f") == ["nothing"]


def test_a_stream_goes_on_when_its_function_is_made_again(handmade: Handmade) -> None:
    counts = "def handle(event, context):\n    print(len(event['Records']))\n"
    handmade.function("f", counts)
    stream_of_a_table(handmade)
    handmade.stack.settle()
    handmade.stack.client("lambda").delete_function(FunctionName="f")
    handmade.stack.client("dynamodb").put_item(TableName="things", Item={"id": {"S": "a"}})
    handmade.stack.settle()
    handmade.function("f", counts)
    handmade.stack.clock.advance(minutes=2)
    assert handmade.printed("f") == ["1"]


def test_an_environment_ends_with_its_function_though_it_was_busy_then(handmade: Handmade) -> None:
    code = "import time\nseen = []\ndef handle(event, context):\n    seen.append(1)\n    time.sleep(event)\n"
    code += "    return len(seen)\n"
    lambda_ = handmade.stack.client("lambda")
    handmade.function("f", code)
    lambda_.invoke(FunctionName="f", InvocationType="Event", Payload="2")
    handmade.stack.settle()
    lambda_.delete_function(FunctionName="f")
    handmade.function("f", code)
    handmade.stack.clock.advance(seconds=2)
    assert handmade.invoke("f", 0) == 1
