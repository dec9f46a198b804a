"""State machines that speak JSONata: expressions, variables, functions, errors."""

from typing import Any

import pytest

from tests.conformance.behaviour import behaviour
from tests.conformance.refusals import refused
from tests.conformance.stepfunctions.state_machines import ECHO, INVOKE, RAISE, StateMachines, passing, task

JSONATA = "https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html"
VARIABLES = "https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"
ERRORS = "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html"


class Speaking(StateMachines):
    """State machines that speak JSONata."""

    def make(self, states: Any, *, type: str = "STANDARD", **fields: Any) -> str:
        return super().make(states, type=type, **({"QueryLanguage": "JSONata"} | fields))

    def value(self, expression: str, data: Any = None) -> Any:
        """Return what an expression comes to."""
        return self.output({"P": passing(Output={"value": f"{{% {expression} %}}"})}, data)["value"]


@pytest.fixture
def machines(machines: StateMachines) -> Speaking:
    return Speaking(machines.aws)


@behaviour(
    JSONATA,
    'JSONata syntax: "{% <JSONata expression> %}". $states.input is the original input to the state.',
)
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$states.input.n + 1", 8),
        ("$states.input.n / 2", 3.5),
        ("$states.input.items[price > 1].name", ["b", "c"]),
        ("$states.input.items[price > 2].name", "c"),
        ("$sum($states.input.items.price)", 6),
        ("$map($states.input.items, function($i) { $uppercase($i.name) })", ["A", "B", "C"]),
        ("{'total': $count($states.input.items)}", {"total": 3}),
        ("$states.input.nothing", None),
        ("$states.context.State.Name", "P"),
        ("$states.input.text", 'q"uo\\te\nnew'),
        ("'$states.input'", "$states.input"),
        ("[1]", [1]),
    ],
)
def test_an_expression_comes_to_its_value(machines: Speaking, expression: str, value: object) -> None:
    data = {
        "n": 7,
        "nothing": None,
        "text": 'q"uo\\te\nnew',
        "items": [{"name": "a", "price": 1}, {"name": "b", "price": 2}, {"name": "c", "price": 3}],
    }
    assert machines.value(expression, data) == value


@behaviour(JSONATA, "Step Functions provides $partition, $range, $hash, $random, $uuid and $parse.")
@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$partition([1,2,3,4], 3)", [[1, 2, 3], [4]]),
        ("$range(0, 10, 5)", [0, 5, 10]),
        ("$range(5, 1, -2)", [5, 3, 1]),
        ("$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("$random(7) = $random(7)", True),
        ("$random() < 1", True),
        ("$length($uuid())", 36),
        ("$uuid() = $uuid()", False),
        ("$parse('{\"a\": null}')", {"a": None}),
    ],
)
def test_step_functions_adds_functions(machines: Speaking, expression: str, value: object) -> None:
    assert machines.value(expression) == value


@behaviour(
    ERRORS,
    "States.QueryEvaluationError: Query evaluation failed in workflow states that use the JSONata "
    "query language. Possible causes are a JSONata type error, an incorrect type or value, or an "
    "undefined result.",
)
@pytest.mark.parametrize(
    "expression",
    [
        "$states.input.missing",
        "$error('no')",
        "function($x) { $x }",
        "$eval('1')",
        "$unknown(1)",
        "1 & $length(5)",
    ],
)
def test_what_comes_to_no_value_is_an_error(machines: Speaking, expression: str) -> None:
    ended = machines.run({"P": passing(Output=f"{{% {expression} %}}")})
    assert ended["error"] == "States.QueryEvaluationError"


@behaviour(ERRORS, "States.QueryEvaluationError can be caught, whichever field of the state it comes from.")
@pytest.mark.parametrize(
    "field",
    [
        {"Output": "{% $states.result.missing %}"},
        {"Assign": {"n": "{% $states.result.missing %}"}},
        {"TimeoutSeconds": "{% $states.input.missing %}"},
    ],
)
def test_an_error_of_any_field_is_caught(machines: Speaking, field: dict[str, Any]) -> None:
    catch = [
        {
            "ErrorEquals": ["States.QueryEvaluationError"],
            "Output": "{% $states.errorOutput.Error %}",
            "Next": "Caught",
        }
    ]
    arguments = {"FunctionName": machines.function(ECHO)}
    states = {"T": task(INVOKE, Arguments=arguments, Catch=catch, **field), "Caught": passing()}
    assert machines.output(states) == "States.QueryEvaluationError"


@behaviour(
    JSONATA,
    "After selecting JSONata, your workflow fields will be reduced from five JSONPath fields to only "
    "two fields: Arguments and Output.",
)
def test_a_task_has_arguments_and_an_output(machines: Speaking) -> None:
    arguments = {"FunctionName": machines.function(ECHO), "Payload": {"n": "{% $states.input.n * 2 %}"}}
    state = task(INVOKE, Arguments=arguments, Output={"twice": "{% $states.result.Payload.n %}"})
    assert machines.output({"T": state}, {"n": 4}) == {"twice": 8}


@behaviour(JSONATA, "$states.errorOutput is the error output in a Catch.")
def test_a_catcher_sees_the_error(machines: Speaking) -> None:
    catch = {
        "ErrorEquals": ["States.ALL"],
        "Assign": {"error": "{% $states.errorOutput.Error %}"},
        "Output": {"why": "{% $parse($states.errorOutput.Cause).errorMessage %}"},
        "Next": "Caught",
    }
    arguments = {"FunctionName": machines.function(RAISE), "Payload": {"raise": "Broken"}}
    states = {
        "T": task(INVOKE, Arguments=arguments, Catch=[catch]),
        "Caught": passing(Output="{% $merge([$states.input, {'error': $error}]) %}"),
    }
    assert machines.output(states) == {"why": "no", "error": "Broken"}


@behaviour(
    VARIABLES,
    "All expressions in Assign are evaluated first, then the assignments happen; the new values are "
    "there in the next state.",
)
def test_assignments_happen_together_at_the_end(machines: Speaking) -> None:
    states = {
        "A": passing(Assign={"a": 1, "b": 2}, Next="B"),
        "B": passing(Assign={"a": "{% $b %}", "b": "{% $a %}"}, Output="{% $a %}", Next="C"),
        "C": passing(Output="{% [$a, $b, $states.input] %}"),
    }
    assert machines.output(states) == [2, 1, 1]


@behaviour(VARIABLES, "Inner scopes of a Parallel or Map state see the variables of the outer scope.")
def test_iterations_see_the_outer_variables(machines: Speaking) -> None:
    processor = {"StartAt": "Q", "States": {"Q": passing(Output="{% $states.input * $factor %}")}}
    states = {
        "A": passing(Assign={"factor": 10}, Next="M"),
        "M": {"Type": "Map", "Items": "{% [1..3] %}", "ItemProcessor": processor, "End": True},
    }
    assert machines.output(states) == [10, 20, 30]


@behaviour(VARIABLES, "With JSONPath, a variable is read as $name, in paths and in intrinsic functions.")
def test_jsonpath_machines_have_variables_as_well(machines: Speaking) -> None:
    read = {"name.$": "$who.name", "hello.$": "States.Format('Hello {}', $who.name)", "first.$": "$list[0]"}
    states = {
        "A": {"Type": "Pass", "Assign": {"who.$": "$", "list": [7]}, "Next": "B"},
        "B": passing(Parameters=read),
    }
    output = machines.output(states, {"name": 'a"b'}, QueryLanguage="JSONPath")
    assert output == {"name": 'a"b', "hello": 'Hello a"b', "first": 7}


@behaviour(JSONATA, "A Choice state's Condition is a JSONata expression that must evaluate to a boolean.")
def test_a_condition_is_a_boolean(machines: Speaking) -> None:
    def choosing(condition: str) -> dict[str, Any]:
        choice = {"Condition": f"{{% {condition} %}}", "Output": "chosen", "Next": "B"}
        return {"A": {"Type": "Choice", "Choices": [choice], "Default": "B"}, "B": passing()}

    assert machines.output(choosing("$states.input.n > 1"), {"n": 2}) == "chosen"
    assert machines.output(choosing("$states.input.n > 1"), {"n": 1}) == {"n": 1}
    assert machines.run(choosing("$states.input.n"), {"n": 1})["error"] == "States.QueryEvaluationError"


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
    "When the top-level state machine query language is JSONPath, individual states can override the "
    "query language by setting QueryLanguage to JSONata.",
)
def test_single_states_may_speak_jsonata(machines: Speaking) -> None:
    states = {
        "A": {"Type": "Pass", "Parameters": {"k.$": "$.n"}, "Next": "B"},
        "B": passing(QueryLanguage="JSONata", Output="{% $states.input.k + 1 %}"),
    }
    assert machines.output(states, {"n": 1}, QueryLanguage="JSONPath") == 2


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html",
    "You cannot revert a top-level JSONata based state machine to a mix of JSONata and JSONPath states.",
)
def test_a_state_does_not_go_back_to_jsonpath(machines: Speaking) -> None:
    with refused("InvalidDefinition", "'QueryLanguage' can not be 'JSONPath'"):
        machines.make({"A": passing(QueryLanguage="JSONPath")})


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html",
    "InvalidDefinition: the provided Amazon States Language definition is not valid.",
)
@pytest.mark.parametrize(
    ("state", "place"),
    [
        (passing(Output={"a": ["{% 1 + %}"]}), "/States/A/Output/a[0]"),
        (passing(Output="{% 1"), "/States/A/Output"),
        (passing(Parameters={"n": 1}), "/States/A/Parameters"),
    ],
)
def test_what_is_no_jsonata_is_refused(machines: Speaking, state: dict[str, Any], place: str) -> None:
    with refused("InvalidDefinition", place):
        machines.make({"A": state})


@behaviour(
    "https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html",
    "Items, ItemBatcher and MaxConcurrency of a Distributed Map take JSONata expressions.",
)
def test_a_distributed_map_speaks_jsonata(machines: Speaking) -> None:
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Sum",
        "States": {"Sum": passing(Output="{% $sum($states.input.Items) + $states.input.BatchInput.k %}")},
    }
    batcher = {"MaxItemsPerBatch": "{% $size %}", "BatchInput": {"k": "{% $k %}"}}
    states = {
        "A": passing(Assign={"k": 100, "size": 2}, Next="M"),
        "M": {
            "Type": "Map",
            "Items": "{% [1..5] %}",
            "ItemBatcher": batcher,
            "MaxConcurrency": "{% 1 %}",
            "ItemProcessor": processor,
            "End": True,
        },
    }
    assert machines.output(states) == [103, 107, 105]
