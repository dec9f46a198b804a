import json
from typing import Any

import boto3
import pytest

from local import moto_fixes
from local.clock import EPOCH
from local.hub import Hub
from tests.flow.local.moto_fixes.machines import REGION, Functions, HandlerError, Machines
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue

START = int(EPOCH.timestamp() * 1000)


@pytest.fixture
def changes(sqs: Any) -> TestQueue:
    """A queue that receives every status change."""
    queue = make_queue(sqs, "changes")
    moto_fixes.set_deliverer(
        lambda match: sqs.send_message(QueueUrl=queue.url, MessageBody=json.dumps(match.event))
    )
    events = boto3.client("events", region_name=REGION)
    events.put_rule(Name="changes", EventPattern=json.dumps({"source": ["aws.states"]}))
    events.put_targets(Rule="changes", Targets=[{"Id": "queue", "Arn": queue.arn}])
    return queue


def details(changes: TestQueue) -> list[dict[str, Any]]:
    return [json.loads(body)["detail"] for body in changes.bodies()]


def test_an_execution_tells_when_it_starts_and_ends(machines: Machines, hub: Hub, changes: TestQueue) -> None:
    machine = machines.add({"W": {"Type": "Wait", "Seconds": 5, "End": True}})
    execution = machines.start(machine, {"n": 1}, name="mine")
    [body] = changes.bodies()
    event = json.loads(body)
    assert event["detail-type"] == "Step Functions Execution Status Change"
    assert event["resources"] == [execution]
    assert event["time"] == "2030-01-01T00:00:00Z"
    running = {
        "executionArn": execution,
        "stateMachineArn": machine,
        "name": "mine",
        "status": "RUNNING",
        "startDate": START,
        "stopDate": None,
        "input": '{"n": 1}',
        "inputDetails": {"included": True},
        "output": None,
        "outputDetails": None,
        "error": None,
        "cause": None,
    }
    assert event["detail"] == running
    hub.run()
    assert details(changes) == [
        running
        | {
            "status": "SUCCEEDED",
            "stopDate": START + 5000,
            "output": '{"n":1}',
            "outputDetails": {"included": True},
        }
    ]


def test_a_failure_tells_its_error(machines: Machines, functions: Functions, changes: TestQueue) -> None:
    def fail(event: Any) -> None:
        raise HandlerError("Boom", "no")

    machines.run({"T": {"Type": "Task", "Resource": functions.add("fail", fail), "End": True}})
    failed = details(changes)[-1]
    assert (failed["status"], failed["error"]) == ("FAILED", "Boom")
    assert json.loads(failed["cause"])["errorMessage"] == "no"


def test_timeouts_and_stops_are_told_once(machines: Machines, hub: Hub, changes: TestQueue) -> None:
    waiting = {"W": {"Type": "Wait", "Seconds": 600, "End": True}}
    machines.run(waiting, TimeoutSeconds=5)
    assert [detail["status"] for detail in details(changes)] == ["RUNNING", "TIMED_OUT"]
    execution = machines.start(machines.add(waiting))
    hub.settle()
    machines.client.stop_execution(executionArn=execution)
    hub.run()
    assert [detail["status"] for detail in details(changes)] == ["RUNNING", "ABORTED"]


def test_repeating_a_start_tells_nothing_new(machines: Machines, hub: Hub, changes: TestQueue) -> None:
    machine = machines.add({"W": {"Type": "Wait", "Seconds": 600, "End": True}})
    machines.start(machine, name="a")
    machines.start(machine, name="a")
    assert len(details(changes)) == 1


def test_an_express_machine_tells_nothing(
    machines: Machines, functions: Functions, changes: TestQueue
) -> None:
    definition = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    machine = machines.client.create_state_machine(
        name="express", roleArn=functions.role, definition=json.dumps(definition), type="EXPRESS"
    )["stateMachineArn"]
    machines.start(machine)
    machines.hub.run()
    assert details(changes) == []


@pytest.mark.parametrize(
    ("kibibytes", "included"), [(120, (True, True)), (130, (False, True)), (250, (False, False))]
)
def test_data_over_248_kib_is_left_out(
    machines: Machines, changes: TestQueue, kibibytes: int, included: tuple[bool, bool]
) -> None:
    machines.run({"P": {"Type": "Pass", "End": True}}, "x" * kibibytes * 1024)
    ended = details(changes)[-1]
    assert (ended["inputDetails"]["included"], ended["outputDetails"]["included"]) == included
    assert (ended["input"] is not None, ended["output"] is not None) == included


def test_the_children_of_a_map_run_tell_nothing(machines: Machines, changes: TestQueue) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "P",
        "States": {"P": {"Type": "Pass", "End": True}},
    }
    machines.run({"M": {"Type": "Map", "ItemProcessor": processor, "End": True}}, [1, 2])
    assert [detail["status"] for detail in details(changes)] == ["RUNNING", "SUCCEEDED"]
