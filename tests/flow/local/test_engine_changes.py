"""What is changed while somebody else changes or uses Lambda's resources holds from then on."""

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
