import sys
from typing import Any

from local.hub import Hub
from tests.flow.local.moto_fixes.machines import INVOKE, Functions, Machines

START = "arn:aws:states:::states:startExecution"
PASS = {"Type": "Pass", "End": True}


def a_map(state: dict[str, Any], **more: Any) -> dict[str, Any]:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "I",
        "States": {"I": state},
    }
    return {"M": {"Type": "Map", "ItemProcessor": processor, "End": True} | more}


def test_waiting_for_a_nested_execution_costs_no_turns(machines: Machines, hub: Hub) -> None:
    inner = machines.add({"W": {"Type": "Wait", "Seconds": 30 * 86_400, "End": True}})
    parameters = {"StateMachineArn": inner, "Input": {}}
    task = {"Type": "Task", "Resource": f"{START}.sync:2", "Parameters": parameters, "End": True}
    begun = hub.now()
    assert machines.run({"T": task})["status"] == "SUCCEEDED"
    assert hub.now() == begun + 30 * 86_400


def test_a_map_of_a_thousand_items_runs_in_batches_side_by_side(machines: Machines, hub: Hub) -> None:
    wait = {"Type": "Wait", "Seconds": 10, "End": True}
    batcher = {"MaxItemsPerBatch": 100}
    begun = hub.now()
    output = machines.output(a_map(wait, ItemBatcher=batcher, MaxConcurrency=5), list(range(1000)))
    assert [len(batch["Items"]) for batch in output] == [100] * 10
    assert hub.now() == begun + 20


def test_stopping_an_execution_stops_its_map_runs_children(machines: Machines, hub: Hub) -> None:
    execution = machines.start(machines.add(a_map({"Type": "Wait", "Seconds": 600, "End": True})), [1, 2])
    hub.settle()
    [run] = machines.client.list_map_runs(executionArn=execution)["mapRuns"]
    machines.client.stop_execution(executionArn=execution)
    hub.settle()
    described = machines.client.describe_map_run(mapRunArn=run["mapRunArn"])
    assert (described["status"], described["executionCounts"]["aborted"]) == ("ABORTED", 2)


def test_a_failing_map_run_stops_what_still_runs(machines: Machines, functions: Functions, hub: Hub) -> None:
    calls: list[Any] = []
    note = {
        "Type": "Task",
        "Resource": INVOKE,
        "Parameters": {"FunctionName": functions.add("note", calls.append), "Payload": {}},
        "End": True,
    }
    fail = {"Type": "Fail", "Error": "E"}
    choice = {"Variable": "$", "NumericEquals": 0, "Next": "F"}
    states = {
        "C": {"Type": "Choice", "Choices": [choice], "Default": "W"},
        "F": fail,
        "W": {"Type": "Wait", "Seconds": 60, "Next": "N"},
        "N": note,
    }
    machine = a_map({})
    machine["M"]["ItemProcessor"] |= {"StartAt": "C", "States": states}
    assert machines.run(machine, [0, 1, 2])["error"] == "States.ExceedToleratedFailureThreshold"
    assert calls == []


def test_a_childs_task_token_finds_its_execution(machines: Machines, functions: Functions, hub: Hub) -> None:
    tokens: list[str] = []
    arn = functions.add("ask", lambda event: tokens.append(event["token"]))
    ask = {
        "Type": "Task",
        "Resource": f"{INVOKE}.waitForTaskToken",
        "Parameters": {"FunctionName": arn, "Payload": {"token.$": "$$.Task.Token"}},
        "End": True,
    }
    execution = machines.start(machines.add(a_map(ask)), [1])
    hub.settle()
    machines.client.send_task_success(taskToken=tokens[0], output='"yes"')
    hub.run()
    assert machines.describe(execution)["output"] == '["yes"]'


def test_the_interpreter_does_without_ec2(machines: Machines) -> None:
    assert machines.output({"P": PASS}) == {}
    assert "moto.batch" not in sys.modules
