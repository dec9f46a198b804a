"""Many functions, invoked side by side, never see each other's variables, on either kind of environment."""

import json

from local.engine.environments import Environments
from tests.flow.local.handmade import Handmade
from tests.flow.local.kinds import both_kinds

FUNCTIONS = 20
INVOCATIONS = 1_000

#: Tells what it finds in its environment, marks it, and looks again when others have had their turn.
WITNESS = """
import os
import time

count = 0

def handle(event, context):
    global count
    count += 1
    found = dict(os.environ)
    os.environ["MARK_OF_" + os.environ["WHO"]] = str(event)
    time.sleep(event % 3 / 1000)
    seen = {name for name in (*found, *os.environ) if name.startswith(("ONLY_", "MARK_OF_"))}
    return {"who": [found["WHO"], os.environ["WHO"]], "seen": sorted(seen), "mark": event, "count": count,
            "kept": os.environ["MARK_OF_" + os.environ["WHO"]]}
"""


@both_kinds
def test_they_never_see_each_others_variables(handmade: Handmade, environments: Environments) -> None:
    names = [f"f{number}" for number in range(FUNCTIONS)]
    for name in names:
        variables = {"WHO": name, f"ONLY_{name}": "x"}
        handmade.function(name, WITNESS, Environment={"Variables": variables}, Timeout=60)
    invoke = handmade.stack.client("lambda").invoke
    hub = handmade.stack.hub

    def invoke_all(name: str) -> None:
        for number in range(INVOCATIONS // FUNCTIONS):
            answer = json.loads(invoke(FunctionName=name, Payload=json.dumps(number))["Payload"].read())
            assert answer == {
                "who": [name, name],
                "seen": [f"MARK_OF_{name}", f"ONLY_{name}"],
                "mark": number,
                "count": number + 1,
                "kept": str(number),
            }

    tasks = [hub.spawn(lambda name=name: invoke_all(name), name) for name in names]  # type: ignore[misc]

    for task in tasks:
        task.result()
    ended = [function for function, line in handmade.log if line.startswith("REPORT ")]
    assert len(ended) == INVOCATIONS
    assert ended != sorted(ended), "they ran one after the other"
