"""In moto a choice without a match, a path without a place and a failing intrinsic are all States.Runtime.

moto 5.2.5, `state_choice.py: StateChoice._eval_state`, `result_path.py: ResultPath._eval_body` and
`string_expression.py: StringIntrinsicFunction._eval_body` raise whatever they meet. On AWS each has a name
of its own. Can go when moto has them.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

Shown by test_a_choice_without_a_match_fails_by_its_name
in tests/conformance/stepfunctions/test_errors.py.
"""

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.path.result_path import ResultPath
from moto.stepfunctions.parser.asl.component.common.string.string_expression import StringIntrinsicFunction
from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.utils.json_path import NoSuchJsonPathError

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.failures import failure

_moto_eval_choice = StateChoice._eval_state
_moto_eval_result_path = ResultPath._eval_body
_moto_eval_intrinsic = StringIntrinsicFunction._eval_body


def install() -> None:
    """Mend moto."""
    replace(StateChoice, "_eval_state", _eval_choice)
    replace(ResultPath, "_eval_body", _eval_result_path)
    replace(StringIntrinsicFunction, "_eval_body", _eval_intrinsic)


def _eval_choice(state: StateChoice, env: Environment) -> None:
    try:
        _moto_eval_choice(state, env)
    except RuntimeError as error:
        if "No branching option" not in str(error):
            raise failure(env, StatesErrorNameType.StatesQueryEvaluationError, str(error)) from error
        raise failure(
            env,
            StatesErrorNameType.StatesNoChoiceMatched,
            f"No choice of the state '{state.name}' matches its input, and it has no default.",
        ) from error


def _eval_result_path(path: ResultPath, env: Environment) -> None:
    try:
        _moto_eval_result_path(path, env)
    except (TypeError, AttributeError, KeyError, IndexError) as error:
        raise failure(
            env,
            StatesErrorNameType.StatesResultPathMatchFailure,
            f"The ResultPath '{path.result_path_src}' does not fit the input '{env.states.get_input()}'.",
        ) from error


def _eval_intrinsic(intrinsic: StringIntrinsicFunction, env: Environment) -> None:
    try:
        _moto_eval_intrinsic(intrinsic, env)
    except (FailureEventException, NoSuchJsonPathError):
        raise
    except Exception as error:  # moto's functions raise whatever Python does with a bad argument
        raise failure(
            env,
            StatesErrorNameType.StatesIntrinsicFailure,
            f"{intrinsic.intrinsic_function_derivation}: {error}",
        ) from error
