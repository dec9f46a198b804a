"""The name and the input of a job's execution."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.offload.job import JobRef
from functions.starter.execution import PayloadTooLarge, execution_arn, execution_input, execution_name

refs = st.builds(
    JobRef,
    owner=st.from_regex(r"[A-Z0-9]{4,21}", fullmatch=True),
    id=st.from_regex(r"[a-z-]{1,60}\.[A-Za-z0-9_-]{1,64}", fullmatch=True),
    type=st.just("order"),
    run=st.integers(1, 10_000),
)


@given(ref=refs)
def test_a_name_keeps_step_functions_rules(ref: JobRef) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}", execution_name(ref))


@given(one=refs, other=refs)
def test_two_runs_never_share_a_name(one: JobRef, other: JobRef) -> None:
    assert (execution_name(one) == execution_name(other)) == (one == other)


def test_owners_with_the_same_id_have_different_executions() -> None:
    assert execution_name(JobRef("A", "order.x", "order", 1)) != execution_name(
        JobRef("B", "order.x", "order", 1)
    )


def test_the_arn_is_that_of_the_state_machines_execution() -> None:
    ref = JobRef("A", "order.x", "order", 1)
    arn = execution_arn("arn:aws:states:us-east-1:1:stateMachine:orders", ref)
    assert arn == f"arn:aws:states:us-east-1:1:execution:orders:{execution_name(ref)}"


def test_the_input_names_the_job_and_carries_the_payload() -> None:
    ref = JobRef("A", "order.x", "order", 2)
    assert json.loads(execution_input(ref, {"items": []})) == {
        "job": {"key": "A/order.x", "owner": "A", "id": "order.x", "type": "order", "run": 2},
        "payload": {"items": []},
    }


def test_a_payload_that_step_functions_would_refuse_fails_with_its_size() -> None:
    with pytest.raises(PayloadTooLarge, match="of 262144 allowed"):
        execution_input(JobRef("A", "order.x", "order", 1), "x" * 262_144)
