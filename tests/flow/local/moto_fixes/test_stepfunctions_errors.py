from typing import Any

import pytest

from tests.flow.local.moto_fixes.machines import INVOKE, WAIT_FOR_TOKEN, Functions, HandlerError, Machines


def catching(error: str, **state: Any) -> dict[str, Any]:
    caught = {"Type": "Pass", "Result": "caught", "End": True}
    return {"S": state | {"Catch": [{"ErrorEquals": [error], "Next": "C"}], "End": True}, "C": caught}


@pytest.fixture
def slow(functions: Functions) -> dict[str, Any]:
    """A task that times out."""
    parameters = {"FunctionName": functions.add("slow", lambda _: None), "Payload": {}}
    task = {"Type": "Task", "Resource": WAIT_FOR_TOKEN, "Parameters": parameters, "End": True}
    return {"StartAt": "T", "States": {"T": task | {"TimeoutSeconds": 5}}}


def test_a_timeout_in_a_branch_is_caught_outside(machines: Machines, slow: dict[str, Any]) -> None:
    waiting = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}}
    branches = catching("States.Timeout", Type="Parallel", Branches=[slow, waiting])
    assert machines.output(branches) == "caught"


def test_a_timeout_in_an_iteration_is_caught_outside(machines: Machines, slow: dict[str, Any]) -> None:
    assert machines.output(catching("States.Timeout", Type="Map", ItemProcessor=slow), [1]) == "caught"


def test_a_failed_branch_stops_its_siblings(machines: Machines, functions: Functions) -> None:
    calls: list[Any] = []

    def fail(event: Any) -> None:
        raise HandlerError("Boom")

    boom = {"Type": "Task", "Resource": functions.add("fail", fail), "End": True}
    then = {"Type": "Task", "Resource": functions.add("then", calls.append), "End": True}
    waiting = {"W": {"Type": "Wait", "Seconds": 60, "Next": "T"}, "T": then}
    branches = [{"StartAt": "B", "States": {"B": boom}}, {"StartAt": "W", "States": waiting}]
    assert machines.output(catching("Boom", Type="Parallel", Branches=branches)) == "caught"
    assert calls == []


@pytest.mark.parametrize(
    ("error", "status"), [("States.ALL", "FAILED"), ("States.DataLimitExceeded", "SUCCEEDED")]
)
def test_a_result_over_256_kib_is_caught_by_name_only(
    machines: Machines, functions: Functions, error: str, status: str
) -> None:
    large = functions.add("large", lambda _: "x" * 256 * 1024)
    described = machines.run(catching(error, Type="Task", Resource=large))
    assert described["status"] == status
    assert described.get("error", "States.DataLimitExceeded") == "States.DataLimitExceeded"


def test_parameters_that_come_to_over_256_kib_end_the_execution(
    machines: Machines, functions: Functions
) -> None:
    calls: list[Any] = []
    twice = {"FunctionName": functions.add("note", calls.append), "Payload": {"a.$": "$", "b.$": "$"}}
    described = machines.run(
        catching("States.ALL", Type="Task", Resource=INVOKE, Parameters=twice), "x" * 200_000
    )
    assert described["error"] == "States.DataLimitExceeded"
    assert calls == []


def test_states_all_catches_a_handlers_error_by_any_name(machines: Machines, functions: Functions) -> None:
    def fail(event: Any) -> None:
        raise HandlerError("Boom")

    arn = functions.add("fail", fail)
    assert machines.output(catching("States.ALL", Type="Task", Resource=arn)) == "caught"
    assert machines.output(catching("States.TaskFailed", Type="Task", Resource=arn)) == "caught"
    assert machines.output(catching("Boom", Type="Task", Resource=arn)) == "caught"
    assert machines.run(catching("Other", Type="Task", Resource=arn))["error"] == "Boom"


def test_a_fail_state_reads_error_and_cause_from_its_input(machines: Machines) -> None:
    states = {"F": {"Type": "Fail", "ErrorPath": "$.e.Error", "CausePath": "States.JsonToString($.e)"}}
    described = machines.run(states, {"e": {"Error": "Refused", "Cause": "no"}})
    assert (described["error"], described["cause"]) == ("Refused", '{"Error":"Refused","Cause":"no"}')


def test_handled_errors_are_not_logged(
    machines: Machines, functions: Functions, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(event: Any) -> None:
        raise HandlerError("Boom")

    boom = {"Type": "Task", "Resource": functions.add("fail", fail), "End": True}
    branch = {"StartAt": "B", "States": {"B": boom}}
    machines.output(catching("Boom", Type="Parallel", Branches=[branch]))
    assert caplog.records == []
