"""The state machine's definition, read as data: nothing untried, unbounded, uncaught or uncompensated."""

import inspect
import json
import re
from pathlib import Path

import pytest

from functions.offload.callback.asking import Withdrawn
from functions.offload.errors import Cancelled, InvalidPayload, PermanentError
from functions.order import errors
from functions.order.approval import APPROVAL
from functions.order.delivery import DELIVERY

FOLDER = Path(errors.__file__).parent
TEXT = (FOLDER / "workflow.asl.json").read_text()
DEFINITION = json.loads(TEXT)
STATES = DEFINITION["States"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"}
WAIT_FOR_TOKEN = "arn:aws:states:::lambda:invoke.waitForTaskToken"

FORWARD = ["Reserve", "Approve", "Charge", "Ship", "Deliver"]
UNDONE_BY = {
    "Reserve": "Release",
    "Approve": "Release",
    "Charge": "Refund",
    "Ship": "Withdraw",
    "Deliver": "Withdraw",
}
#: Last first, each once.
COMPENSATIONS = ["Withdraw", "Refund", "Release"]
ASKS = {"Approve": APPROVAL, "Deliver": DELIVERY}
OWN_ERRORS = {
    "Reserve": {"UnknownSku", "OutOfStock"},
    "Approve": {"ApprovalRejected", "ApprovalExpired", "Withdrawn"},
    "Charge": {"CardDeclined"},
    "Ship": {"ShipmentRefused"},
    "Deliver": {"ParcelLost", "ParcelReturned", "DeliveryOverdue", "Withdrawn"},
}


def next_of(name: str) -> set[str]:
    """Return the states that may follow one that succeeds, seen through those that only choose."""
    state = STATES[name]
    if state["Type"] != "Choice":
        return {state["Next"]}
    return {state["Default"], *(choice["Next"] for choice in state["Choices"])}


def test_the_steps_run_in_order_and_end_with_the_confirmation() -> None:
    assert DEFINITION["StartAt"] == FORWARD[0]
    assert [STATES[name]["Next"] for name in FORWARD] == [
        "IsApprovalNeeded",
        "Charge",
        "Ship",
        "IsDeliveryReported",
        "Confirm",
    ]
    assert next_of("IsApprovalNeeded") == {"Approve", "Charge"}
    assert next_of("IsDeliveryReported") == {"Deliver", "Confirm"}
    assert STATES["Confirm"]["End"] is True


def test_each_step_that_fails_is_compensated_itself_and_then_all_before_it() -> None:
    for name in FORWARD:
        *_, catch = STATES[name]["Catch"]
        assert catch == {"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": UNDONE_BY[name]}
    assert [STATES[name]["Next"] for name in COMPENSATIONS] == [*COMPENSATIONS[1:], "Compensated"]


def test_goods_that_are_gone_are_written_off_before_the_rest_is_undone() -> None:
    first, _ = STATES["Deliver"]["Catch"]
    gone = {"ErrorEquals": ["ParcelLost", "DeliveryOverdue"], "ResultPath": "$.failure", "Next": "WriteOff"}
    assert first == gone
    assert STATES["WriteOff"]["Next"] == "Withdraw"


@pytest.mark.parametrize("name", ASKS)
def test_a_wait_has_turns_enough_for_its_whole_time_and_few_enough_for_its_history(name: str) -> None:
    """https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: 25,000 events."""
    state = STATES[name]
    assert state["Resource"] == WAIT_FOR_TOKEN
    assert state["Parameters"]["Payload"]["token.$"] == "$$.Task.Token"
    (turns,) = [retrier for retrier in state["Retry"] if retrier["ErrorEquals"] == ["States.Timeout"]]
    needed = ASKS[name].within_seconds / state["TimeoutSeconds"]
    assert needed < turns["MaxAttempts"]
    assert needed * 4 < 25_000 / 2
    assert ASKS[name].overdue.__name__ in OWN_ERRORS[name]


def test_a_compensated_order_fails_as_its_step_failed() -> None:
    compensated = STATES["Compensated"]
    assert (compensated["Type"], compensated["ErrorPath"], compensated["CausePath"]) == (
        "Fail",
        "$.failure.Error",
        "$.failure.Cause",
    )


@pytest.mark.parametrize("name", [*COMPENSATIONS, "WriteOff"])
def test_a_compensation_that_stays_impossible_is_reported_with_what_led_to_it(name: str) -> None:
    (catch,) = STATES[name]["Catch"]
    assert (catch["ErrorEquals"], catch["ResultPath"]) == (["States.ALL"], "$.stuck")
    stuck = STATES[catch["Next"]]
    assert (stuck["Type"], stuck["Error"]) == ("Fail", "CompensationFailed")
    for said in ("$.stuck.Error", "$.failure.Error"):
        assert said in stuck["CausePath"]


def test_a_compensation_keeps_the_state_it_was_given() -> None:
    for name in [*COMPENSATIONS, "WriteOff"]:
        assert STATES[name]["ResultPath"] is None


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_bounded_and_retried_with_full_jitter(name: str) -> None:
    task = TASKS[name]
    assert task["Resource"] == (WAIT_FOR_TOKEN if name in ASKS else "arn:aws:states:::lambda:invoke")
    assert task["TimeoutSeconds"] > 0
    *_, patient = task["Retry"]
    assert patient["ErrorEquals"] == ["States.ALL"]
    assert patient["JitterStrategy"] == "FULL"
    assert patient["BackoffRate"] > 1
    assert patient["MaxAttempts"] > 0


def test_compensations_are_tried_longer_than_steps() -> None:
    for name, undone_by in UNDONE_BY.items():
        if name in ASKS:
            continue  # a wait of days outlasts any of them
        assert STATES[undone_by]["Retry"][-1]["MaxAttempts"] > STATES[name]["Retry"][-1]["MaxAttempts"]


@pytest.mark.parametrize("name", FORWARD)
def test_what_trying_again_cannot_mend_is_not_tried_again(name: str) -> None:
    first, *_ = STATES[name]["Retry"]
    any_step = {Cancelled.__name__, InvalidPayload.__name__}
    late = set() if name in ASKS else {errors.Undone.__name__}
    assert set(first["ErrorEquals"]) == OWN_ERRORS[name] | any_step | late
    assert first["MaxAttempts"] == 0


def test_every_permanent_error_of_an_order_is_one_that_some_step_does_not_retry() -> None:
    permanent = {
        name
        for name, error in inspect.getmembers(errors, inspect.isclass)
        if issubclass(error, PermanentError)
    }
    permanent -= {PermanentError.__name__}
    assert permanent == set.union(*OWN_ERRORS.values()) - {Withdrawn.__name__} | {errors.Undone.__name__}


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
            ways += next_of(name) if state["Type"] == "Choice" or "Next" in state else []
    assert reached == set(STATES)
    ends = {"Choice", "Fail", "Succeed"}
    assert all("Next" in state or state.get("End") or state["Type"] in ends for state in STATES.values())
