"""Assign and Output of a state see the variables as they were when it was entered; catchers see both fail.

Shown by test_an_error_of_any_field_is_caught
in tests/conformance/stepfunctions/test_jsonata.py.
"""

from moto.stepfunctions.parser.asl.component.common.assign.assign_decl import AssignDecl
from moto.stepfunctions.parser.asl.component.common.outputdecl import Output
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.state import CommonStateField
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.variable_store import VariableStore
from pydantic import JsonValue

from local.moto_fixes.mend import replace

_BEFORE = "_before_assign"
_SHOWN = "_shown_to_output"
_READY = "_output_ready"

_moto_assign = AssignDecl._eval_body
_moto_state_input = CommonStateField._eval_state_input
_moto_evaluate = ExecutionState._evaluate_with_timeout


def install() -> None:
    """Mend moto."""
    replace(AssignDecl, "_eval_body", _assign)
    replace(Output, "_eval_body", _output)
    replace(CommonStateField, "_eval_state_input", _state_input)
    replace(ExecutionState, "_evaluate_with_timeout", _evaluate)


def variables_seen_in(env: Environment) -> dict[str, JsonValue]:
    """Return the variables that an expression sees where `env` is."""
    store = env.variable_store
    return {**store._outer_scope, **vars(store).get(_SHOWN, store._inner_scope)}


def _state_input(state: CommonStateField, env: Environment) -> None:
    for name in (_BEFORE, _SHOWN):
        vars(env.variable_store).pop(name, None)
    vars(env).pop(_READY, None)
    _moto_state_input(state, env)


def _assign(declaration: AssignDecl, env: Environment) -> None:
    before = dict(env.variable_store._inner_scope)
    _moto_assign(declaration, env)
    vars(env.variable_store)[_BEFORE] = before


def _evaluate(state: ExecutionState, env: Environment) -> None:
    """Evaluate a Task's, Map's or Parallel's output while its retriers and catchers look on."""
    _moto_evaluate(state, env)
    if state.output is not None:
        vars(env)[_READY] = [_value(state.output, env)]


def _output(output: Output, env: Environment) -> None:
    ready = vars(env).pop(_READY, None)
    value = ready[0] if ready is not None else _value(output, env)
    env.states.reset(input_value=value)


def _value(output: Output, env: Environment) -> JsonValue:
    store: VariableStore = env.variable_store
    if _BEFORE in vars(store):
        vars(store)[_SHOWN] = vars(store)[_BEFORE]
    try:
        output.jsonata_template_value.eval(env)
    finally:
        vars(store).pop(_SHOWN, None)
    value: JsonValue = env.stack.pop()
    return value
