import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest

from local.clock import EPOCH, VirtualClock
from local.hub import Hub
from tests.flow.local.moto_fixes.machines import (
    INVOKE,
    WAIT_FOR_TOKEN,
    Functions,
    HandlerError,
    Machines,
)

START = EPOCH.timestamp()


def call_back(function: str, **more: Any) -> dict[str, Any]:
    parameters = {"FunctionName": function, "Payload": {"token.$": "$$.Task.Token"}}
    return {"Type": "Task", "Resource": WAIT_FOR_TOKEN, "Parameters": parameters, "End": True} | more


@pytest.fixture
def tokens(functions: Functions) -> list[str]:
    """The tokens the function `ask` was given."""
    tokens: list[str] = []
    functions.add("ask", lambda event: tokens.append(event["token"]))
    return tokens


def test_a_wait_of_days_passes_at_once_and_exactly(machines: Machines, hub: Hub) -> None:
    hub.advance(0.1234567)
    begun = hub.now()
    machines.run({"W": {"Type": "Wait", "Seconds": 3 * 86_400, "End": True}})
    assert hub.now() == begun + 3 * 86_400


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose wall clock is nine hours ahead of UTC."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_wait_ends_at_its_timestamp_wherever_the_machine_is(
    far_east: None, machines: Machines, hub: Hub
) -> None:
    machines.run(
        {"W": {"Type": "Wait", "TimestampPath": "$.at", "End": True}}, {"at": "2030-01-01T00:01:00.5Z"}
    )
    assert hub.now() == START + 60.5
    described = machines.run({"W": {"Type": "Wait", "TimestampPath": "$.at", "End": True}}, {"at": "soon"})
    assert described["error"] == "States.Runtime"


def test_retries_come_at_their_intervals(machines: Machines, functions: Functions, hub: Hub) -> None:
    attempts: list[float] = []

    def fail(event: Any) -> None:
        attempts.append(hub.now() - START)
        raise HandlerError("Boom")

    retry = {"ErrorEquals": ["Boom"], "IntervalSeconds": 60, "BackoffRate": 2, "MaxAttempts": 3}
    task = {"Type": "Task", "Resource": functions.add("fail", fail), "Retry": [retry], "End": True}
    assert machines.run({"T": task})["error"] == "Boom"
    assert attempts == [0, 60, 180, 420]


def test_jitter_follows_the_seed(machines: Machines, functions: Functions, hub: Hub) -> None:
    attempts: list[float] = []

    def fail(event: Any) -> None:
        attempts.append(hub.now())
        raise HandlerError("Boom")

    retry = {"ErrorEquals": ["Boom"], "IntervalSeconds": 60, "MaxAttempts": 3, "JitterStrategy": "FULL"}
    task = {"Type": "Task", "Resource": functions.add("fail", fail), "Retry": [retry], "End": True}

    def delays() -> list[float]:
        attempts.clear()
        hub.random.seed(3)
        machines.run({"T": task})
        return [round(later - earlier, 3) for earlier, later in itertools.pairwise(attempts)]

    first = delays()
    assert delays() == first
    assert all(delay < limit for delay, limit in zip(first, [60, 120, 240], strict=True))


def test_a_task_that_waits_too_long_times_out(machines: Machines, hub: Hub, tokens: list[str]) -> None:
    described = machines.run({"T": call_back("ask", TimeoutSeconds=100)})
    assert (described["status"], described["error"]) == ("FAILED", "States.Timeout")
    assert hub.now() == START + 100


def test_a_task_without_heartbeats_times_out(machines: Machines, hub: Hub, tokens: list[str]) -> None:
    machine = machines.add({"T": call_back("ask", TimeoutSeconds=1000, HeartbeatSeconds=30)})
    execution = machines.start(machine)
    for _ in range(3):
        hub.advance(20)
        machines.client.send_task_heartbeat(taskToken=tokens[-1])
    hub.run()
    assert machines.describe(execution)["error"] == "States.Timeout"
    assert hub.now() == START + 90


def test_a_machines_own_timeout_ends_it(machines: Machines, hub: Hub) -> None:
    described = machines.run({"W": {"Type": "Wait", "Seconds": 1000, "End": True}}, TimeoutSeconds=50)
    assert described["status"] == "TIMED_OUT"
    assert described["stopDate"].timestamp() == START + 50


def test_a_task_ends_with_the_answer_to_its_token(machines: Machines, hub: Hub, tokens: list[str]) -> None:
    execution = machines.start(machines.add({"T": call_back("ask")}))
    hub.run()
    assert machines.describe(execution)["status"] == "RUNNING"
    assert hub.now() == START, "without a timeout nothing is left to wait for"
    machines.client.send_task_success(taskToken=tokens[-1], output='{"a": 1}')
    hub.run()
    assert machines.describe(execution)["output"] == '{"a":1}'


def test_an_answer_to_a_task_that_is_over_comes_too_late(
    machines: Machines, hub: Hub, tokens: list[str]
) -> None:
    client = machines.client
    after = {"W": {"Type": "Wait", "Seconds": 60, "End": True}}
    catch = [{"ErrorEquals": ["States.Timeout"], "Next": "W"}]
    machines.start(machines.add({"T": call_back("ask", TimeoutSeconds=5, Catch=catch)} | after))
    for _ in range(2):
        hub.advance(10)
        with pytest.raises(client.exceptions.TaskTimedOut):
            client.send_task_success(taskToken=tokens[-1], output="{}")
        hub.advance(60)
    with pytest.raises(client.exceptions.InvalidToken):
        client.send_task_success(taskToken="never given out", output="{}")


def test_a_failure_sent_with_a_token_keeps_its_cause(machines: Machines, hub: Hub, tokens: list[str]) -> None:
    execution = machines.start(machines.add({"T": call_back("ask")}))
    hub.run()
    machines.client.send_task_failure(taskToken=tokens[-1], error="No", cause="because")
    hub.run()
    described = machines.describe(execution)
    assert (described["error"], described["cause"]) == ("No", "because")


@pytest.mark.parametrize("state", ["wait", "token", "retry"])
def test_a_stopped_execution_is_aborted_at_once_with_its_reason(
    machines: Machines, functions: Functions, hub: Hub, tokens: list[str], state: str
) -> None:
    def fail(event: Any) -> None:
        raise HandlerError("Boom")

    retry = [{"ErrorEquals": ["Boom"], "IntervalSeconds": 600}]
    states = {
        "wait": {"Type": "Wait", "Seconds": 600, "End": True},
        "token": call_back("ask"),
        "retry": {"Type": "Task", "Resource": functions.add("fail", fail), "Retry": retry, "End": True},
    }
    execution = machines.start(machines.add({"S": states[state]}))
    hub.advance(1)
    machines.client.stop_execution(executionArn=execution, error="Enough", cause="a test")
    described = machines.describe(execution)
    assert (described["status"], described["error"], described["cause"]) == ("ABORTED", "Enough", "a test")
    hub.run()
    assert hub.now() == START + 1
    assert machines.describe(execution)["status"] == "ABORTED"
    assert machines.history(execution)[-1] == "ExecutionAborted"


def test_an_execution_can_be_stopped_before_its_first_turn(machines: Machines, hub: Hub) -> None:
    execution = machines.start(machines.add({"W": {"Type": "Wait", "Seconds": 600, "End": True}}))
    machines.client.stop_execution(executionArn=execution)
    assert machines.describe(execution)["status"] == "ABORTED"


def test_iterations_keep_to_their_concurrency(machines: Machines, hub: Hub) -> None:
    processor = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 10, "End": True}}}
    states = {"M": {"Type": "Map", "MaxConcurrency": 3, "ItemProcessor": processor, "End": True}}
    assert machines.output(states, list(range(10))) == list(range(10))
    assert hub.now() == START + 40


def run_branches(seed: int, functions: Functions, machines: Machines, hub: Hub) -> list[str]:
    order: list[str] = []

    def note(event: Any) -> None:
        order.append(event)
        hub.pause()
        order.append(f"{event} done")

    name = f"note{len(functions.handlers)}"
    arn = functions.add(name, note)
    branches = [
        {
            "StartAt": f"T{number}",
            "States": {
                f"T{number}": {
                    "Type": "Task",
                    "Resource": INVOKE,
                    "Parameters": {"FunctionName": arn, "Payload": f"branch {number}"},
                    "End": True,
                }
            },
        }
        for number in range(4)
    ]
    hub.random.seed(seed)
    assert (
        machines.run({"P": {"Type": "Parallel", "Branches": branches, "End": True}})["status"] == "SUCCEEDED"
    )
    return order


def test_the_order_of_branches_follows_the_seed(machines: Machines, functions: Functions, hub: Hub) -> None:
    orders = [run_branches(seed, functions, machines, hub) for seed in (1, 2, 3, 4, 1, 2, 3, 4)]
    assert orders[:4] == orders[4:]
    assert len({tuple(order) for order in orders}) > 1


def test_the_hub_of_these_tests_is_virtual(hub: Hub) -> None:
    assert isinstance(hub.clock, VirtualClock)
