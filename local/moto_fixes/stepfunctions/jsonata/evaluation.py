"""Expressions of a state machine, evaluated with the variables and the data their state sees.

Shown by test_an_expression_comes_to_its_value
in tests/conformance/stepfunctions/test_jsonata.py.
"""

import re
from collections.abc import Mapping
from typing import Final

from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.string.string_expression import (
    StringJSONata,
    StringVariableSample,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.asl.eval.states import States
from pydantic import JsonValue

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.jsonata.engine import BadExpression, EvaluationFailed, evaluate
from local.moto_fixes.stepfunctions.jsonata.outputs import variables_seen_in

#: Which of its result and its error a state has told its expressions.
_TOLD: Final = "_told"
_NAME: Final = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)")

_moto_reset = States.reset
_moto_set_error_output = States.set_error_output
_moto_set_result = States.set_result


def install() -> None:
    """Mend moto."""
    replace(StringJSONata, "_eval_body", _eval_body)
    replace(StringVariableSample, "_eval_body", _eval_body)
    replace(States, "reset", _reset)
    replace(States, "set_error_output", _set_error_output)
    replace(States, "set_result", _set_result)


def _eval_body(expression: StringJSONata | StringVariableSample, env: Environment) -> None:
    text = expression.expression
    try:
        env.stack.append(evaluate(text, _bindings(text, env)))
    except (BadExpression, EvaluationFailed) as error:
        raise _failure(env, f"The JSONata expression '{text}' {error}") from error


def _bindings(expression: str, env: Environment) -> dict[str, JsonValue]:
    """Return the values of what `expression` names."""
    values: Mapping[str, JsonValue] = {**variables_seen_in(env), "states": _states(env)}
    return {name: values[name] for name in set(_NAME.findall(expression)) if name in values}


def _states(env: Environment) -> JsonValue:
    """Return `$states`, which has a result or an error only where there is one."""
    told = vars(env.states).get(_TOLD)
    shown = ("input", "context", told)
    return {
        name: value  # type: ignore[misc]  # moto says objects where there is JSON
        for name, value in env.states._states_data.items()
        if name in shown
    }


def _reset(states: States, input_value: JsonValue) -> None:
    vars(states).pop(_TOLD, None)
    _moto_reset(states, input_value)


def _set_error_output(states: States, error_output: JsonValue) -> None:
    vars(states)[_TOLD] = "errorOutput"
    _moto_set_error_output(states, error_output)


def _set_result(states: States, result: JsonValue) -> None:
    _moto_set_result(states, result)
    # moto tells an error as a result too.
    if result is None or result != states._states_data.get("errorOutput"):
        vars(states)[_TOLD] = "result"


def _failure(env: Environment, cause: str) -> FailureEventException:
    name = StatesErrorName(StatesErrorNameType.StatesQueryEvaluationError)
    details = EventDetails(  # type: ignore[typeddict-item]  # moto says all kinds of details where it means one
        evaluationFailedEventDetails=EvaluationFailedEventDetails(
            cause=cause, error=name.error_name or "", state=env.next_state_name or ""
        )
    )
    return FailureEventException(FailureEvent(env, name, HistoryEventType.EvaluationFailed, details))
