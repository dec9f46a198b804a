"""In moto a States.* error that leaves a branch or an iteration becomes States.Runtime.

moto 5.2.5, `state_parallel/branches_decl.py` and `iteration/iteration_worker.py` give every error that
comes out of a branch a custom name, and custom names must not begin with "States.": a timeout inside a
Parallel cannot be caught outside. Can go when moto keeps the name.

Shown by test_a_timeout_in_a_branch_is_caught_outside
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    ILLEGAL_CUSTOM_ERROR_PREFIX,
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.state.exec.state_map.iteration import iteration_worker
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(branches_decl, "CustomErrorName", _error_name)
    replace(iteration_worker, "CustomErrorName", _error_name)


def _error_name(error_name: str | None) -> ErrorName:
    if error_name is not None and error_name.startswith(ILLEGAL_CUSTOM_ERROR_PREFIX):
        return StatesErrorName.from_name(error_name)
    return CustomErrorName(error_name)
