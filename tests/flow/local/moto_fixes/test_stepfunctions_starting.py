import json

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.machines import Functions, Machines

WAIT = {"W": {"Type": "Wait", "Seconds": 60, "End": True}}


def test_starting_again_under_the_same_name_is_harmless_while_it_runs(machines: Machines, hub: Hub) -> None:
    machine = machines.add(WAIT)
    first = machines.start(machine, {"n": 1}, name="a")
    hub.advance(1)
    assert machines.start(machine, {"n": 1}, name="a") == first
    with pytest.raises(machines.client.exceptions.ExecutionAlreadyExists):
        machines.start(machine, {"n": 2}, name="a")
    hub.run()
    with pytest.raises(machines.client.exceptions.ExecutionAlreadyExists):
        machines.start(machine, {"n": 1}, name="a")


def test_a_name_is_free_again_after_ninety_days(machines: Machines, hub: Hub) -> None:
    machine = machines.add(WAIT)
    machines.start(machine, name="a")
    hub.advance(60 + 90 * 86_400 - 1)
    with pytest.raises(machines.client.exceptions.ExecutionAlreadyExists):
        machines.start(machine, name="a")
    hub.advance(1)
    execution = machines.start(machine, name="a")
    assert machines.describe(execution)["status"] == "RUNNING"
    assert len(machines.client.list_executions(stateMachineArn=machine)["executions"]) == 1


@pytest.mark.parametrize("name", ["x" * 81, "with space", "a#b", "a/b", "a:b", "ctrl\x07"])
def test_names_are_of_80_plain_characters(machines: Machines, name: str) -> None:
    machine = machines.add(WAIT)
    machines.start(machine, name="A-z_0.9" + "x" * 73)
    with pytest.raises(ClientError):
        machines.start(machine, name=name)
    assert len(machines.client.list_executions(stateMachineArn=machine)["executions"]) == 1


def test_unnamed_executions_have_names_of_their_own(machines: Machines) -> None:
    machine = machines.add(WAIT)
    names = {machines.start(machine).rsplit(":", 1)[1] for _ in range(3)}
    assert len(names) == 3
    assert "None" not in names


def test_input_is_json_of_256_kib_at_most(machines: Machines) -> None:
    machine = machines.add({"P": {"Type": "Pass", "Result": 1, "End": True}})
    start = machines.client.start_execution
    start(stateMachineArn=machine, input='"' + "x" * (256 * 1024 - 2) + '"')
    with pytest.raises(ClientError, match="less than or equal to 262144"):
        start(stateMachineArn=machine, input='"' + "x" * (256 * 1024 - 1) + '"')
    with pytest.raises(machines.client.exceptions.InvalidExecutionInput):
        start(stateMachineArn=machine, input="not json")


def test_an_execution_knows_its_name_and_its_start(machines: Machines) -> None:
    context = {"name.$": "$$.Execution.Name", "start.$": "$$.Execution.StartTime"}
    machine = machines.add({"P": {"Type": "Pass", "Parameters": context, "End": True}})
    execution = machines.start(machine, name="mine")
    machines.hub.run()
    output = json.loads(machines.describe(execution)["output"])
    assert output == {"name": "mine", "start": "2030-01-01T00:00:00.000Z"}


def test_states_share_no_data(machines: Machines, functions: Functions) -> None:
    arn = functions.add("echo", lambda event: event)
    states = {
        "A": {"Type": "Task", "Resource": arn, "ResultPath": "$.a", "Next": "B"},
        "B": {"Type": "Task", "Resource": arn, "ResultPath": "$.b", "End": True},
    }
    assert machines.output(states, {"n": 1}) == {"n": 1, "a": {"n": 1}, "b": {"n": 1, "a": {"n": 1}}}
