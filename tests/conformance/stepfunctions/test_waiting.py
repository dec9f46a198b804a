"""Timeouts, heartbeats and task tokens."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.conformance.behaviour import behaviour
from tests.conformance.stepfunctions.state_machines import (
    ASK,
    WAIT_FOR_TOKEN,
    StateMachines,
    passing,
    task,
)

ERRORS = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"
TOKENS = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html"
ASK_AND_FAIL = f"{ASK}    raise ValueError('asked, and failed')\n"
SUCCESS = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html"


@behaviour(
    TOKENS,
    "The task will pause until it receives that task token back with a SendTaskSuccess or "
    "SendTaskFailure call.",
)
def test_a_task_goes_on_with_the_output_sent_for_its_token(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    execution = machines.start(machines.make({"T": machines.token_task(queue)}))
    machines.client.send_task_success(taskToken=machines.token(queue), output='{"approved": true}')
    assert json.loads(machines.end(execution)["output"]) == {"approved": True}


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html",
    "Used by activity workers, Task states using the callback pattern, and optionally Task states "
    "using the job run pattern to report that the task identified by the taskToken failed.",
)
def test_a_failure_sent_for_a_token_is_the_tasks_error(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    execution = machines.start(machines.make({"T": machines.token_task(queue)}))
    machines.client.send_task_failure(taskToken=machines.token(queue), error="Refused", cause="no")
    ended = machines.end(execution)
    assert (ended["status"], ended["error"], ended["cause"]) == ("FAILED", "Refused", "no")


@behaviour(
    ERRORS,
    "States.Timeout: A Task state either ran longer than the TimeoutSeconds value, or failed to send a "
    "heartbeat for a period longer than the HeartbeatSeconds value. States.HeartbeatTimeout is "
    "available inside the Catch and Retry fields.",
)
@pytest.mark.parametrize("name", ["States.HeartbeatTimeout", "States.Timeout"])
def test_a_missed_heartbeat_is_caught_by_either_name(machines: StateMachines, name: str) -> None:
    catch = [{"ErrorEquals": [name], "Next": "Caught"}]
    waiting = machines.token_task(
        machines.aws.queue().url, HeartbeatSeconds=10, TimeoutSeconds=3600, Catch=catch
    )
    assert machines.output({"T": waiting, "Caught": passing()})["Error"] == "States.Timeout"


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html",
    "This action resets the Heartbeat clock. The Heartbeat threshold is specified in the state "
    "machine's Amazon States Language definition (HeartbeatSeconds).",
)
def test_heartbeats_keep_a_task_alive(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    execution = machines.start(machines.make({"T": machines.token_task(queue, HeartbeatSeconds=60)}))
    token = machines.token(queue)
    for _ in range(3):
        machines.aws.wait(50)
        machines.client.send_task_heartbeat(taskToken=token)
    assert machines.client.describe_execution(executionArn=execution)["status"] == "RUNNING"
    assert machines.end(execution, within=120)["error"] == "States.Timeout"


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html",
    "This action does not in itself create an event in the execution history.",
)
def test_a_heartbeat_nobody_waits_for_is_no_error_and_no_event(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    execution = machines.start(machines.make({"T": machines.token_task(queue)}))
    token = machines.token(queue)
    before = machines.history(execution)
    machines.client.send_task_heartbeat(taskToken=token)
    assert machines.history(execution) == before
    machines.client.send_task_success(taskToken=token, output="{}")


@behaviour(
    SUCCESS,
    "TaskTimedOut: The task token has either expired or the task associated with the token has already "
    "been closed.",
)
def test_a_token_is_good_once(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    execution = machines.start(machines.make({"T": machines.token_task(queue, TimeoutSeconds=5)}))
    token = machines.token(queue)
    machines.end(execution)
    timed_out = machines.client.exceptions.TaskTimedOut
    with pytest.raises(timed_out):
        machines.client.send_task_success(taskToken=token, output="{}")
    with pytest.raises(timed_out):
        machines.client.send_task_failure(taskToken=token)
    with pytest.raises(timed_out):
        machines.client.send_task_heartbeat(taskToken=token)


@behaviour(
    SUCCESS,
    "TaskTimedOut: The task token has either expired or the task associated with the token has already "
    "been closed.",
)
def test_a_task_tried_again_waits_anew_for_a_token_of_its_own(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    retry = [{"ErrorEquals": ["States.Timeout"], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 9}]
    waiting = machines.token_task(queue, TimeoutSeconds=15, Retry=retry)
    execution = machines.start(machines.make({"T": waiting}))
    first = machines.token(queue)
    machines.aws.client("sqs").purge_queue(QueueUrl=queue)
    machines.aws.wait(20)
    second = machines.token(queue)
    assert second != first
    with pytest.raises(machines.client.exceptions.TaskTimedOut):
        machines.client.send_task_success(taskToken=first, output="{}")
    machines.client.send_task_success(taskToken=second, output='"at last"')
    assert json.loads(machines.end(execution)["output"]) == "at last"
    assert [event["type"] for event in machines.history(execution)].count("TaskTimedOut") == 1


@behaviour(
    SUCCESS,
    "TaskTimedOut: The task token has either expired or the task associated with the token has already "
    "been closed.",
)
def test_the_token_of_an_attempt_that_failed_is_closed(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    retry = [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 30, "MaxAttempts": 1}]
    payload = {"queue": queue, "token.$": "$$.Task.Token"}
    parameters = {"FunctionName": machines.function(ASK_AND_FAIL), "Payload": payload}
    machines.start(machines.make({"T": task(WAIT_FOR_TOKEN, parameters, Retry=retry)}))
    token = machines.token(queue)
    machines.aws.wait(5)
    with pytest.raises(machines.client.exceptions.TaskTimedOut):
        machines.client.send_task_success(taskToken=token, output="{}")


@behaviour(SUCCESS, "InvalidToken: the provided token is not valid.")
def test_a_token_nobody_gave_out_is_invalid(machines: StateMachines) -> None:
    with pytest.raises(machines.client.exceptions.InvalidToken):
        machines.client.send_task_success(taskToken="made-up", output="{}")


@behaviour(SUCCESS, "InvalidOutput: the provided JSON output data is not valid.")
def test_an_output_that_is_not_json_is_refused(machines: StateMachines) -> None:
    queue = machines.aws.queue().url
    machine = machines.make({"T": machines.token_task(queue, TimeoutSeconds=30)})
    execution = machines.start(machine)
    token = machines.token(queue)
    with pytest.raises(machines.client.exceptions.InvalidOutput):
        machines.client.send_task_success(taskToken=token, output="not json")
    with pytest.raises(ClientError, match="262144"):
        machines.client.send_task_success(taskToken=token, output=f'"{"x" * 262_143}"')
    machines.client.stop_execution(executionArn=execution)


@behaviour(
    ERRORS,
    "If a state machine runs longer than the specified TimeoutSeconds value, the execution fails with "
    "a States.Timeout error.",
)
def test_a_state_machines_timeout_ends_it_uncaught(machines: StateMachines) -> None:
    branch = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}}
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Caught"}]
    parallel = {"Type": "Parallel", "Branches": [branch], "Catch": catch, "End": True}
    ended = machines.run({"P": parallel, "Caught": passing()}, TimeoutSeconds=5)
    assert ended["status"] == "TIMED_OUT"
    assert machines.history(ended["executionArn"])[-1]["type"] == "ExecutionTimedOut"
