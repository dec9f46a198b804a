"""Names, histories, lists and ends of executions."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.stepfunctions.state_machines import (
    ECHO,
    INVOKE,
    START,
    StateMachines,
    passing,
    task,
)

START_EXECUTION = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html"
HISTORY = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html"
NESTED = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html"
EXPRESS = "https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html"
QUOTAS = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"

WAITING: Mapping[str, Any] = {"W": {"Type": "Wait", "Seconds": 30, "End": True}}
TWO_STATES = {"A": passing(Next="B"), "B": passing()}


@behaviour(
    START_EXECUTION,
    "For a STANDARD workflow, if you call StartExecution with the same name and input as a running "
    "execution, the call succeeds and return the same response as the original request.",
)
def test_starting_again_is_harmless_while_it_runs(machines: StateMachines) -> None:
    machine, name = machines.make(WAITING), machines.aws.unique("execution")
    first = machines.start(machine, {"n": 1}, name=name)
    assert machines.start(machine, {"n": 1}, name=name) == first
    with refused("ExecutionAlreadyExists"):
        machines.start(machine, {"n": 2}, name=name)


@behaviour(
    START_EXECUTION,
    "If the execution is closed or if the input is different, it returns a 400 ExecutionAlreadyExists error.",
)
def test_a_closed_executions_name_is_taken(machines: StateMachines) -> None:
    machine, name = machines.make({"P": passing()}), machines.aws.unique("execution")
    machines.end(machines.start(machine, name=name))
    with refused("ExecutionAlreadyExists"):
        machines.start(machine, name=name)


@behaviour(
    START_EXECUTION,
    "A name must not contain: white space, brackets, wildcard characters, special characters, control "
    "characters. Length Constraints: Minimum length of 1. Maximum length of 80.",
)
@pytest.mark.parametrize(
    ("name", "code"),
    [("a b", "InvalidName"), ("a*", "InvalidName"), ("a#", "InvalidName"), ("x" * 81, "ValidationException")],
)
def test_names_with_other_characters_are_refused(machines: StateMachines, name: str, code: str) -> None:
    machine = machines.make({"P": passing()})
    with refused(code):
        machines.start(machine, name=name)


@behaviour(
    QUOTAS,
    "Maximum input or output size for a task, state, or execution: 256 KiB of data as a UTF-8 encoded "
    "string.",
)
def test_an_input_over_256_kib_is_refused(machines: StateMachines) -> None:
    machine = machines.make({"P": passing(Result=1)})
    with refused("ValidationException"):
        machines.start(machine, "x" * (256 * 1024 - 1))
    assert machines.end(machines.start(machine, "x" * (256 * 1024 - 2)))["status"] == "SUCCEEDED"


@behaviour(
    HISTORY,
    "By default, the results are returned in ascending order of the timeStamp of the events. Use the "
    "reverseOrder parameter to get the latest events first.",
)
def test_a_history_tells_what_has_happened_in_order(machines: StateMachines) -> None:
    ended = machines.run(TWO_STATES, {"n": 1})
    events = machines.history(ended["executionArn"])
    assert [(event["id"], event["previousEventId"], event["type"]) for event in events] == [
        (1, 0, "ExecutionStarted"),
        (2, 0, "PassStateEntered"),
        (3, 2, "PassStateExited"),
        (4, 3, "PassStateEntered"),
        (5, 4, "PassStateExited"),
        (6, 5, "ExecutionSucceeded"),
    ]
    assert json.loads(events[1]["stateEnteredEventDetails"]["input"]) == {"n": 1}
    latest_first = machines.history(ended["executionArn"], reverseOrder=True)
    assert [event["id"] for event in latest_first] == [6, 5, 4, 3, 2, 1]


@behaviour(
    HISTORY,
    "If nextToken is returned, there are more results available. Make the call again using the "
    "returned token to retrieve the next page.",
)
def test_a_history_comes_in_pages(machines: StateMachines) -> None:
    arn = machines.run(TWO_STATES)["executionArn"]
    first = machines.client.get_execution_history(executionArn=arn, maxResults=4)
    rest = machines.client.get_execution_history(executionArn=arn, maxResults=4, nextToken=first["nextToken"])
    assert [event["id"] for event in first["events"] + rest["events"]] == [1, 2, 3, 4, 5, 6]
    assert "nextToken" not in rest


@behaviour(
    HISTORY,
    "You can select whether execution data (input or output of a history event) is returned. The "
    "default is true.",
)
def test_a_history_may_leave_the_data_out(machines: StateMachines) -> None:
    arn = machines.run({"P": passing()}, {"secret": 1})["executionArn"]
    assert "secret" not in str(machines.history(arn, includeExecutionData=False))
    assert "secret" in str(machines.history(arn))


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html",
    "Results are sorted by time, with the most recent execution first. statusFilter: only list the "
    "executions whose current execution status matches the given filter.",
)
def test_executions_are_listed_latest_first_and_by_status(machines: StateMachines) -> None:
    states = {
        "C": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.fail", "BooleanEquals": True, "Next": "F"}],
            "Default": "P",
        },
        "P": passing(),
        "F": {"Type": "Fail", "Error": "E"},
    }
    machine = machines.make(states)
    arns = []
    for fail in (False, True, False):
        arns.append(machines.start(machine, {"fail": fail}))
        machines.end(arns[-1])
        machines.aws.wait(1)
    listed = machines.client.list_executions(stateMachineArn=machine)["executions"]
    assert [one["executionArn"] for one in listed] == arns[::-1]
    failed = machines.client.list_executions(stateMachineArn=machine, statusFilter="FAILED")["executions"]
    assert [one["executionArn"] for one in failed] == [arns[1]]


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html",
    "Stops an execution. error: the error code of the failure. cause: a more detailed explanation of "
    "the cause of the failure.",
)
def test_a_stopped_execution_is_aborted_with_its_reason(machines: StateMachines) -> None:
    execution = machines.start(machines.make(WAITING))
    machines.client.stop_execution(executionArn=execution, error="Enough", cause="no more")
    ended = machines.end(execution)
    assert (ended["status"], ended["error"], ended["cause"]) == ("ABORTED", "Enough", "no more")


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html",
    "Status changes in state machine executions are sent to EventBridge automatically. Step Functions "
    "generates and sends events to the default EventBridge event bus.",
)
def test_status_changes_reach_the_default_event_bus(machines: StateMachines) -> None:
    queue, events = machines.aws.queue(), machines.aws.client("events")
    policy = {
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": queue.arn,
            }
        ]
    }
    sqs = machines.aws.client("sqs")
    sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"Policy": json.dumps(policy)})
    machine, rule = machines.make({"P": passing()}), machines.aws.unique("rule")
    pattern = {"source": ["aws.states"], "detail": {"stateMachineArn": [machine], "status": ["SUCCEEDED"]}}
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": queue.arn}])
    execution = machines.start(machine, {"n": 1})
    [message] = machines.aws.eventually(
        lambda: sqs.receive_message(QueueUrl=queue.url).get("Messages"), within=60
    )
    event = json.loads(message["Body"])
    assert event["detail-type"] == "Step Functions Execution Status Change"
    assert event["detail"]["executionArn"] == execution
    assert json.loads(event["detail"]["output"]) == {"n": 1}


# -- nested ------------------------------------------------------------------------------------------


@behaviour(
    NESTED,
    "startExecution.sync and startExecution.sync:2: both will wait for the nested state machine to "
    "complete, but they return different Output formats.",
)
@pytest.mark.parametrize(("pattern", "read"), [(".sync:2", dict), (".sync", json.loads)])
def test_a_nested_executions_output_comes_parsed_or_not(
    machines: StateMachines, pattern: str, read: Callable[[Any], Any]
) -> None:
    inner = machines.make({"W": {"Type": "Wait", "Seconds": 5, "End": True}})
    nested = task(START + pattern, {"StateMachineArn": inner, "Input": {"n": 1}})
    result = machines.output({"T": nested})
    assert (result["Status"], read(result["Output"])) == ("SUCCEEDED", {"n": 1})


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    "States.TaskFailed: A Task state that failed during the execution.",
)
def test_a_nested_failure_is_caught_with_the_childs_description(machines: StateMachines) -> None:
    inner = machines.make({"F": {"Type": "Fail", "Error": "Broken", "Cause": "why"}})
    catch = [{"ErrorEquals": ["States.TaskFailed"], "Next": "Caught"}]
    nested = task(f"{START}.sync:2", {"StateMachineArn": inner, "Input": {}}, Catch=catch)
    caught = machines.output({"T": nested, "Caught": passing()})
    cause = json.loads(caught["Cause"])
    assert (cause["Status"], cause["Error"], cause["Cause"]) == ("FAILED", "Broken", "why")


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
    "Request Response: when you specify a service in the Resource string of your task state, and you "
    "only provide the resource, Step Functions will wait for an HTTP response and then progress to the "
    "next state. Step Functions will not wait for a job to complete.",
)
def test_a_nested_execution_may_run_on_by_itself(machines: StateMachines) -> None:
    inner = machines.make({"W": {"Type": "Wait", "Seconds": 600, "End": True}})
    result = machines.output({"T": task(START, {"StateMachineArn": inner, "Input": {}})}, within=30)
    assert machines.client.describe_execution(executionArn=result["ExecutionArn"])["status"] == "RUNNING"


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html",
    "Step Functions will make a best-effort attempt to cancel the task. For example, if a Step "
    "Functions states:startExecution.sync task is aborted, it will call the Step Functions "
    "StopExecution API action.",
)
def test_stopping_an_execution_stops_the_nested_one(machines: StateMachines) -> None:
    inner = machines.make({"W": {"Type": "Wait", "Seconds": 600, "End": True}})
    outer = machines.start(
        machines.make({"T": task(f"{START}.sync", {"StateMachineArn": inner, "Input": {}})})
    )
    [nested] = machines.aws.eventually(
        lambda: machines.client.list_executions(stateMachineArn=inner)["executions"], within=30
    )
    machines.client.stop_execution(executionArn=outer)
    assert machines.end(nested["executionArn"])["status"] == "ABORTED"


# -- express -----------------------------------------------------------------------------------------


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html",
    "StartSyncExecution will return a 200 OK response, even if your execution fails, because the "
    "status code in the API response doesn't reflect function errors.",
)
def test_a_synchronous_execution_answers_with_its_end(machines: StateMachines) -> None:
    echo = machines.make({"P": passing()}, type="EXPRESS")
    broken = machines.make({"F": {"Type": "Fail", "Error": "Broken", "Cause": "why"}}, type="EXPRESS")
    start = machines.client.start_sync_execution
    succeeded = start(stateMachineArn=echo, input='{"n": 1}')
    assert (succeeded["status"], json.loads(succeeded["output"])) == ("SUCCEEDED", {"n": 1})
    failed = start(stateMachineArn=broken)
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "Broken", "why")


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html",
    "StartSyncExecution is not available for STANDARD workflows. StateMachineTypeNotSupported: State "
    "machine type is not supported.",
)
def test_a_standard_machine_does_not_run_synchronously(machines: StateMachines) -> None:
    machine = machines.make({"P": passing()})
    with refused("StateMachineTypeNotSupported"):
        machines.client.start_sync_execution(stateMachineArn=machine)


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html",
    "Executions of an EXPRESS state machine aren't supported by DescribeExecution unless a Map Run "
    "dispatched them.",
)
def test_an_express_execution_leaves_no_trace_but_may_repeat_its_name(machines: StateMachines) -> None:
    machine, name = machines.make({"P": passing()}, type="EXPRESS"), machines.aws.unique("execution")
    first, second = (machines.start(machine, name=name) for _ in range(2))
    assert first != second
    with refused("InvalidArn"):
        machines.client.describe_execution(executionArn=first)
    with refused("InvalidArn"):
        machines.client.get_execution_history(executionArn=first)
    with refused("StateMachineTypeNotSupported"):
        machines.client.list_executions(stateMachineArn=machine)


@behaviour(
    EXPRESS,
    "Express Workflows can run for up to five minutes.",
)
def test_an_express_execution_runs_five_minutes_at_most(machines: StateMachines) -> None:
    states = {
        "W": {"Type": "Wait", "Seconds": 301, "Next": "T"},
        "T": task("arn:aws:states:::sqs:sendMessage"),
    }
    queue = machines.aws.queue().url
    states["T"]["Parameters"] = {"QueueUrl": queue, "MessageBody": "too late"}
    machines.start(machines.make(states, type="EXPRESS"))
    machines.aws.wait(400)
    assert "Messages" not in machines.aws.client("sqs").receive_message(QueueUrl=queue)


@behaviour(
    EXPRESS,
    "Express Workflows do not support Job-run (.sync) or Callback (.waitForTaskToken) service "
    "integration patterns.",
)
@pytest.mark.parametrize(
    ("resource", "parameters", "words"),
    [
        (f"{START}.sync:2", {"StateMachineArn": "any"}, ".sync"),
        (f"{INVOKE}.waitForTaskToken", {"FunctionName": "any"}, ".waitForTaskToken"),
    ],
)
def test_an_express_machine_waits_for_nobody(
    machines: StateMachines, resource: str, parameters: Mapping[str, str], words: str
) -> None:
    with refused("InvalidDefinition", f"Express state machine does not support '{words}"):
        machines.make({"T": task(resource, parameters)}, type="EXPRESS")


# -- results -----------------------------------------------------------------------------------------


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html",
    "The Payload field of the response is parsed from escaped Json to Json.",
)
def test_an_optimized_invocation_parses_the_payload(machines: StateMachines) -> None:
    parameters = {"FunctionName": machines.function(ECHO), "Payload": {"n": 1}}
    result = machines.output({"T": task(INVOKE, parameters)})
    assert (result["Payload"], result["StatusCode"]) == ({"n": 1}, 200)
