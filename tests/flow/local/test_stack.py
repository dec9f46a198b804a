"""The kit's own stack, from the synthesized template."""

import gc
import shutil
import weakref
from pathlib import Path

import httpx
import pytest

from local.stack import LocalStack
from local.users import ALICE
from tests.unit.local.assembly.written import STACK, write_assembly

ORDER = {
    "items": [{"sku": "TEAPOT-1L", "quantity": 1}],
    "currency": "EUR",
    "card_token": "tok_approve",
    "ship_to": {"name": "A", "street": "S 1", "city": "B", "postcode": "1000", "country": "DE"},
}


def test_a_stack_serves_its_http_interface_without_a_socket(stack: LocalStack, alice: httpx.Client) -> None:
    assert alice.get("/jobs").json() == {"jobs": []}
    assert stack.http(None).get("/jobs").status_code == 403


def test_a_client_reaches_nobody_else(alice: httpx.Client) -> None:
    with pytest.raises(httpx.ConnectError):
        alice.get("http://example.com/")


def test_a_function_is_found_by_the_last_part_of_its_name(stack: LocalStack) -> None:
    assert stack.function("thumbnail") == stack.function("offload-dev-thumbnail") == "offload-dev-thumbnail"
    with pytest.raises(LookupError, match="offload-dev-thumbnail"):
        stack.function("nail")


def test_the_outputs_are_those_of_the_stacks(stack: LocalStack) -> None:
    assert (
        stack.outputs["Offload-dev-Data"]["JobTableName"]
        in stack.client("dynamodb").list_tables()["TableNames"]
    )


def submit_and_follow(assembly: Path, seed: int) -> tuple[list[tuple[str, str]], object]:
    log: list[tuple[str, str]] = []
    with LocalStack(assembly, seed=seed, log=lambda function, line: log.append((function, line))) as stack:
        alice = stack.http(ALICE)
        keys = [{"Idempotency-Key": f"k{n}"} for n in range(3)]
        answers = [alice.post("/jobs/order", json=ORDER, headers=key) for key in keys]
        stack.run_until(lambda: len(alice.get("/jobs?status=SUCCEEDED").json()["jobs"]) == 3, within=60)
        return log, [answer.text for answer in answers]


def test_a_stack_from_a_copy_behaves_as_one_newly_provisioned(assembly: Path, tmp_path: Path) -> None:
    # A process provisions each assembly once; this one it has not seen yet.
    unseen = shutil.copytree(assembly, tmp_path / "cdk.out")

    assert submit_and_follow(unseen, seed=5) == submit_and_follow(unseen, seed=5)


def test_resources_have_the_same_names_whatever_the_seed(assembly: Path, tmp_path: Path) -> None:
    outputs = []
    for seed in (1, 2):
        with LocalStack(shutil.copytree(assembly, tmp_path / f"cdk.out.{seed}"), seed=seed) as stack:
            outputs.append(stack.outputs)

    assert outputs[0] == outputs[1]


def test_there_is_one_stack_at_a_time(stack: LocalStack) -> None:
    with pytest.raises(RuntimeError, match="one local stack at a time"):
        LocalStack().start()

    assert stack.function("thumbnail")


def test_nothing_is_left_of_a_stack_that_has_ended(warm_assembly: Path) -> None:
    with LocalStack(warm_assembly) as stack:
        stack.faults.crash_before_call("order-charge", "dynamodb", "GetItem")
        stack.http(ALICE).post("/jobs/order", json=ORDER)
        stack.clock.advance(minutes=1)
        hub = weakref.ref(stack.hub)
    del stack
    with LocalStack():
        pass  # some of moto's services let go of the last stack when the next one begins

    gc.collect()

    assert hub() is None


def test_a_template_without_an_api_starts_and_its_root_says_that_there_is_none(tmp_path: Path) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "alone"}}
    with LocalStack(write_assembly(tmp_path, {STACK: {"Resources": {"Alone": queue}}})) as stack:
        assert len(stack.client("sqs").list_queues()["QueueUrls"]) == 1
        answer = stack.http(None).get("/jobs")
        assert answer.status_code == 500
        assert "there are: none" in answer.text
