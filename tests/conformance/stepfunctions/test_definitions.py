"""What is refused when a state machine is made."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.stepfunctions.state_machines import ECHO, INVOKE, StateMachines, passing, task

STRUCTURE = "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html"
CREATE = "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html"
VALIDATE = (
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html"
)


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html",
    "In the Next field, you also specify state names as strings. This string is case-sensitive, and "
    "must match the name of a state specified in the state machine description exactly.",
)
@pytest.mark.parametrize(
    ("states", "place"),
    [
        ({"A": {"Type": "Pass", "Next": "Nowhere"}}, "/States/A/Next"),
        (
            {"A": task(INVOKE, {"FunctionName": "f"}, Catch=[{"ErrorEquals": ["E"], "Next": "Nowhere"}])},
            "/States/A/Catch[0]/Next",
        ),
        (
            {
                "A": {
                    "Type": "Choice",
                    "Choices": [{"Variable": "$.a", "IsPresent": True, "Next": "B"}],
                    "Default": "Nowhere",
                },
                "B": passing(),
            },
            "/States/A/Default",
        ),
        (
            {
                "A": {
                    "Type": "Parallel",
                    "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Next": "C"}}}],
                    "Next": "C",
                },
                "C": passing(),
            },
            "/States/A/Branches[0]/States/B/Next",
        ),
    ],
)
def test_a_transition_to_nowhere_is_refused(
    machines: StateMachines, states: Mapping[str, Any], place: str
) -> None:
    with refused("InvalidDefinition", "MISSING_TRANSITION_TARGET") as answer:
        machines.make(states)
    assert place in answer.message


@behaviour(
    STRUCTURE,
    "StartAt: A string that must exactly match (is case sensitive) the name of one of the state objects.",
)
def test_a_start_at_nowhere_is_refused(machines: StateMachines) -> None:
    with refused("InvalidDefinition", "/StartAt"):
        machines.make({"A": passing()}, StartAt="Nowhere")


@behaviour(CREATE, "InvalidDefinition: the provided Amazon States Language definition is not valid.")
@pytest.mark.parametrize(
    ("states", "words"),
    [
        ({"A": passing(), "B": passing()}, 'State "B" is not reachable'),
        ({"A": {"Type": "Pass", "Next": "A"}}, "terminal state"),
        ({"A": {"Type": "Pass"}}, "/States/A"),
        ({"A": passing(Retry=[{"ErrorEquals": ["E"]}])}, "/States/A/Retry"),
        ({"A": passing(Surprise=1)}, "/States/A/Surprise"),
        ({"A": {"Type": "Surprise", "End": True}}, "/States/A/Type"),
        ({"x" * 81: passing()}, "80 characters"),
        ({"A": passing(Parameters={"n.$": "text"})}, "valid JSONPath or a valid intrinsic function"),
    ],
)
def test_what_cannot_be_run_is_refused(
    machines: StateMachines, states: Mapping[str, Any], words: str
) -> None:
    with refused("InvalidDefinition", words):
        machines.make(states)


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/integrate-services.html",
    "A task calls an action of a service by an ARN, with the parameters that action takes.",
)
@pytest.mark.parametrize(
    ("resource", "parameters", "words"),
    [
        ("no-arn", {}, "/States/A/Resource"),
        ("arn:aws:states:::surprise:call", {}, "/States/A/Resource"),
        ("arn:aws:states:::lambda:surprise", {}, "/States/A/Resource"),
        ("arn:aws:states:::lambda:invoke.sync", {"FunctionName": "f"}, "/States/A/Resource"),
        ("arn:aws:states:::aws-sdk:s3:surprise", {}, "/States/A/Resource"),
        ("arn:aws:states:::aws-sdk:surprise:get", {}, "/States/A/Resource"),
        ("arn:aws:states:::aws-sdk:s3:getObject", {"Bucket": "b"}, "[Key]"),
        (INVOKE, {"FunctionName": "f", "Surprise": 1}, "Surprise"),
        (INVOKE, {"Payload": 1}, "[FunctionName]"),
    ],
)
def test_a_task_that_nobody_could_run_is_refused(
    machines: StateMachines, resource: str, parameters: Mapping[str, Any], words: str
) -> None:
    with refused("InvalidDefinition", words):
        machines.make({"A": task(resource, parameters)})


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html",
    "States.ALL is a wildcard that matches any error name. It must appear alone in the ErrorEquals "
    "array and must appear in the last retrier in the Retry array.",
)
@pytest.mark.parametrize("names", [[["States.ALL"], ["E"]], [["States.ALL", "E"]], [[]]])
def test_catching_all_comes_last_and_alone(machines: StateMachines, names: list[list[str]]) -> None:
    retries = [{"ErrorEquals": each} for each in names]
    with refused("InvalidDefinition", "/Retry["):
        machines.make({"A": task(INVOKE, {"FunctionName": "f"}, Retry=retries)})


@behaviour(
    CREATE,
    "StateMachineAlreadyExists: a state machine with the same name but a different definition or role "
    "ARN already exists.",
)
def test_a_name_belongs_to_one_definition(machines: StateMachines) -> None:
    name = machines.aws.unique("machine")

    def make(state: str) -> str:
        definition = json.dumps({"StartAt": state, "States": {state: passing()}})
        create = machines.client.create_state_machine
        return str(create(name=name, roleArn=machines.role, definition=definition)["stateMachineArn"])

    first = make("A")
    assert make("A") == first
    with refused("StateMachineAlreadyExists"):
        make("B")


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html",
    "InvalidDefinition: the provided Amazon States Language definition is not valid.",
)
def test_an_update_is_checked_as_well(machines: StateMachines) -> None:
    machine = machines.make({"A": passing()})
    bad = json.dumps({"StartAt": "B", "States": {"A": passing()}})
    with refused("InvalidDefinition"):
        machines.client.update_state_machine(stateMachineArn=machine, definition=bad)


@behaviour(
    VALIDATE,
    "The result value will be OK when no syntax errors are found, or FAIL if the workflow definition "
    "does not pass verification.",
)
def test_a_definition_can_be_checked_without_making_anything(machines: StateMachines) -> None:
    good, bad = ({"StartAt": start, "States": {"A": passing()}} for start in ("A", "B"))
    validate = machines.client.validate_state_machine_definition
    assert validate(definition=json.dumps(good))["result"] == "OK"
    answer = validate(definition=json.dumps(bad))
    # AWS says not to rely on the order, the count or the words of the diagnostics.
    assert any(found["severity"] == "ERROR" for found in answer["diagnostics"])
    assert answer["result"] == "FAIL"


@behaviour(
    VALIDATE,
    "You can validate that a state machine definition is correct without creating a state machine resource.",
)
def test_a_refused_definition_leaves_no_trace_in_the_next(machines: StateMachines) -> None:
    jsonata = {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": passing(Parameters={"n": 1})}}
    validate = machines.client.validate_state_machine_definition
    assert validate(definition=json.dumps(jsonata))["result"] == "FAIL"
    assert validate(definition="{")["result"] == "FAIL"
    parameters = {"FunctionName": machines.function(ECHO), "Payload.$": "$"}
    assert machines.output({"A": task(INVOKE, parameters)}, {"n": 1})["Payload"] == {"n": 1}
