"""The state machine's definition, read as data: bounded, retried, and withdrawn when its owner cancels it."""

import json
from pathlib import Path

import pytest

from functions.feed import chunks, contract

STATES = json.loads((Path(contract.__file__).parent / "post.asl.json").read_text())["States"]
DELIVER = STATES["DeliverAll"]["ItemProcessor"]["States"]["Deliver"]
TASKS = {name: state for name, state in STATES.items() if state["Type"] == "Task"} | {"Deliver": DELIVER}


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_bounded_and_retried_with_full_jitter(name: str) -> None:
    task = TASKS[name]
    assert task["TimeoutSeconds"] > 0
    *_, patient = task["Retry"]
    assert patient["ErrorEquals"] == ["States.ALL"]
    assert (patient["JitterStrategy"], patient["BackoffRate"]) == ("FULL", 2)


@pytest.mark.parametrize("name", ["Plan", "DeliverAll", "Finish"])
def test_a_cancelled_post_is_withdrawn_wherever_it_was(name: str) -> None:
    (catch,) = STATES[name]["Catch"]
    assert (catch["ErrorEquals"], catch["Next"]) == (["Cancelled"], "Withdraw")


def test_a_fan_out_has_a_limit_and_chunks_of_the_size_the_code_speaks_of() -> None:
    assert STATES["DeliverAll"]["MaxConcurrency"] == 10
    planned = STATES["Plan"]["Parameters"]["Payload"]["payload"]
    assert planned["chunk_followers"] == chunks.CHUNK_FOLLOWERS
