"""The state machine's definition, read as data: nothing untried, unbounded, uncaught or uncompensated."""

import inspect
import json
import re
from pathlib import Path

import pytest

from functions.offload.errors import Cancelled, InvalidPayload, PermanentError
from functions.order import errors

FOLDER = Path(errors.__file__).parent
TEXT = (FOLDER / "workflow.asl.json").read_text()
DEFINITION = json.loads(TEXT)
STATES = DEFINITION["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}

FORWARD = ["Reserve", "Charge", "Ship"]
UNDONE_BY = {"Reserve": "Release", "Charge": "Refund", "Ship": "Withdraw"}
OWN_ERRORS = {
    "Reserve": {"UnknownSku", "OutOfStock"},
    "Charge": {"CardDeclined"},
    "Ship": {"ShipmentRefused"},
}


def test_the_steps_run_in_order_and_end_with_the_confirmation() -> None:
    assert DEFINITION["StartAt"] == FORWARD[0]
    assert [STATES[name]["Next"] for name in FORWARD] == ["Charge", "Ship", "Confirm"]
    assert STATES["Confirm"]["End"] is True


def test_each_step_that_fails_is_compensated_itself_and_then_all_before_it() -> None:
    for name in FORWARD:
        (catch,) = STATES[name]["Catch"]
        assert catch == {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": UNDONE_BY[name]}
    compensations = [UNDONE_BY[name] for name in reversed(FORWARD)]
    assert [STATES[name]["Next"] for name in compensations] == [*compensations[1:], "Compensated"]


def test_a_compensated_order_fails_as_its_step_failed() -> None:
    compensated = STATES["Compensated"]
    assert (compensated["Type"], compensated["ErrorPath"], compensated["CausePath"]) == (
        "Fail",
        "$.failure.Error",
        "$.failure.Cause",
    )


@pytest.mark.parametrize("name", UNDONE_BY.values())
def test_a_compensation_that_stays_impossible_is_reported_with_what_led_to_it(name: str) -> None:
    (catch,) = STATES[name]["Catch"]
    assert (catch["ErrorEquals"], catch["ResultPath"]) == (["States.ALL"], "$.stuck")
    stuck = STATES[catch["Next"]]
    assert (stuck["Type"], stuck["Error"]) == ("Fail", "CompensationFailed")
    for said in ("$.stuck.Error", "$.failure.Error"):
        assert said in stuck["CausePath"]


def test_a_compensation_keeps_the_state_it_was_given() -> None:
    for name in UNDONE_BY.values():
        assert STATES[name]["ResultPath"] is None


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_bounded_and_retried_with_full_jitter(name: str) -> None:
    task = TASKS[name]
    assert task["Resource"] == "arn:aws:states:::lambda:invoke"
    assert task["TimeoutSeconds"] > 0
    *_, patient = task["Retry"]
    assert patient["ErrorEquals"] == ["States.ALL"]
    assert patient["JitterStrategy"] == "FULL"
    assert patient["BackoffRate"] > 1
    assert patient["MaxAttempts"] > 0


def test_compensations_are_tried_longer_than_steps() -> None:
    for name, undone_by in UNDONE_BY.items():
        assert STATES[undone_by]["Retry"][-1]["MaxAttempts"] > STATES[name]["Retry"][-1]["MaxAttempts"]


@pytest.mark.parametrize("name", FORWARD)
def test_what_trying_again_cannot_mend_is_not_tried_again(name: str) -> None:
    first, _ = STATES[name]["Retry"]
    any_step = {errors.Undone.__name__, Cancelled.__name__, InvalidPayload.__name__}
    assert set(first["ErrorEquals"]) == OWN_ERRORS[name] | any_step
    assert first["MaxAttempts"] == 0


def test_every_permanent_error_of_an_order_is_one_that_some_step_does_not_retry() -> None:
    permanent = {
        name
        for name, error in inspect.getmembers(errors, inspect.isclass)
        if issubclass(error, PermanentError)
    }
    permanent -= {PermanentError.__name__}
    assert permanent == set.union(*OWN_ERRORS.values()) | {errors.Undone.__name__}


def test_nothing_is_timed_out_at_the_top_where_no_catcher_sees_it() -> None:
    assert "TimeoutSeconds" not in DEFINITION


def test_every_substitution_is_a_step_with_a_module_and_is_used_once() -> None:
    substitutions = re.findall(r"\$\{(\w+)\}", TEXT)
    assert sorted(substitutions) == sorted(name.lower() for name in TASKS)
    assert all((FOLDER / f"{step}.py").is_file() for step in substitutions)


def test_every_state_is_reached_and_leads_on() -> None:
    reached, ways = set[str](), [DEFINITION["StartAt"]]
    while ways:
        name = ways.pop()
        if name not in reached:
            reached.add(name)
            state = STATES[name]
            ways += [catch["Next"] for catch in state.get("Catch", [])]
            ways += [state["Next"]] if "Next" in state else []
    assert reached == set(STATES)
    assert all("Next" in s or s.get("End") or s["Type"] in {"Fail", "Succeed"} for s in STATES.values())
