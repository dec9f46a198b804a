"""Whether each state has the fields of its type and query language, and expressions that can be read.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
"""

from collections.abc import Iterator
from typing import Any, Final

from local.moto_fixes.stepfunctions.definitions.finding import Finding, State
from local.moto_fixes.stepfunctions.jsonata.engine import BadExpression, compiled

LONGEST_NAME: Final = 80
_COMMON: Final = frozenset({"Type", "Comment", "QueryLanguage", "Assign"})
_PATHS: Final = frozenset({"InputPath", "OutputPath"})
_GOING_ON: Final = frozenset({"Next", "End"})
_RESULT: Final = frozenset({"ResultPath", "ResultSelector", "Parameters"})
_FAILING: Final = frozenset({"Retry", "Catch"})
_MAP: Final = frozenset(
    {"ItemProcessor", "Iterator", "ItemSelector", "MaxConcurrency", "Label", "ItemReader", "ItemBatcher"}
    | {"ResultWriter", "ToleratedFailureCount", "ToleratedFailurePercentage"}
)
_MAP_PATHS: Final = frozenset(
    {"ItemsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath", "ToleratedFailurePercentagePath"}
)
_TASK: Final = frozenset({"Resource", "TimeoutSeconds", "HeartbeatSeconds", "Credentials"})
_TASK_PATHS: Final = frozenset({"TimeoutSecondsPath", "HeartbeatSecondsPath"})

_JSONPATH_FIELDS: Final = {
    "Task": _TASK | _TASK_PATHS | _PATHS | _GOING_ON | _RESULT | _FAILING,
    "Pass": {"Result", "ResultPath", "Parameters"} | _PATHS | _GOING_ON,
    "Choice": {"Choices", "Default"} | _PATHS,
    "Wait": {"Seconds", "SecondsPath", "Timestamp", "TimestampPath"} | _PATHS | _GOING_ON,
    "Succeed": _PATHS,
    "Fail": {"Error", "ErrorPath", "Cause", "CausePath"},
    "Parallel": {"Branches"} | _PATHS | _GOING_ON | _RESULT | _FAILING,
    "Map": _MAP | _MAP_PATHS | _PATHS | _GOING_ON | _RESULT | _FAILING,
}
_JSONATA_FIELDS: Final = {
    "Task": {"Arguments", "Output"} | _TASK | _GOING_ON | _FAILING,
    "Pass": {"Output"} | _GOING_ON,
    "Choice": {"Choices", "Default", "Output"},
    "Wait": {"Seconds", "Timestamp", "Output"} | _GOING_ON,
    "Succeed": {"Output"},
    "Fail": {"Error", "Cause"},
    "Parallel": {"Branches", "Arguments", "Output"} | _GOING_ON | _FAILING,
    "Map": {"Items", "Output"} | _MAP | _GOING_ON | _FAILING,
}
#: What holds states of its own, whose expressions are theirs.
_MACHINES: Final = ("Branches", "ItemProcessor", "Iterator")


def check(state: State) -> Iterator[Finding]:
    """Yield what is wrong with the fields of a state."""
    known = (_JSONATA_FIELDS if state.language == "JSONata" else _JSONPATH_FIELDS).get(state.type)
    if known is None:
        yield Finding(f"'{state.type}' is not a type of states", state.at("Type"))
        return
    if len(state.name) > LONGEST_NAME:
        yield Finding(f"State names have at most {LONGEST_NAME} characters", state.location)
    for field in state.fields:
        if field not in known | _COMMON:
            yield Finding(f"Field '{field}' is not supported in a {state.type} state", state.at(field))
    if state.type == "Choice" and not state.fields.get("Choices"):
        yield Finding("These fields are required: [Choices]", state.location)
    yield from _check_errors(state)
    yield from _check_timeouts(state)
    for field, value in state.fields.items():
        if field not in _MACHINES:
            yield from _check_expressions(field, value, state, state.at(field))


def _check_errors(state: State) -> Iterator[Finding]:
    for field in ("Retry", "Catch"):
        rules = state.fields.get(field, ())
        for number, rule in enumerate(rules):
            names = rule.get("ErrorEquals")
            place = state.at(f"{field}[{number}]/ErrorEquals")
            if not names:
                yield Finding("ErrorEquals must name at least one error", place)
            elif "States.ALL" in names and (len(names) > 1 or number < len(rules) - 1):
                yield Finding("States.ALL must appear alone, and in the last of them", place)


def _check_timeouts(state: State) -> Iterator[Finding]:
    timeout, heartbeat = state.fields.get("TimeoutSeconds"), state.fields.get("HeartbeatSeconds")
    if isinstance(timeout, int) and isinstance(heartbeat, int) and heartbeat >= timeout:
        yield Finding("HeartbeatSeconds must be smaller than TimeoutSeconds", state.at("HeartbeatSeconds"))


def _check_expressions(name: str, value: Any, state: State, place: str) -> Iterator[Finding]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _check_expressions(key, each, state, f"{place}/{key}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _check_expressions(name, each, state, f"{place}[{number}]")
    elif state.language == "JSONata":
        if isinstance(value, str) and value.startswith("{%"):
            yield from _check_jsonata(value, place)
    elif name.endswith(".$") and not (isinstance(value, str) and value.startswith(("$", "States."))):
        yield Finding(
            f"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call",
            place,
        )


def _check_jsonata(text: str, place: str) -> Iterator[Finding]:
    if not text.rstrip().endswith("%}"):
        yield Finding("A JSONata expression must end with %}", place)
        return
    try:
        compiled(text.strip().removeprefix("{%").removesuffix("%}").strip())
    except BadExpression as error:
        yield Finding(f"'{text}' is not a valid JSONata expression: {error}", place)
