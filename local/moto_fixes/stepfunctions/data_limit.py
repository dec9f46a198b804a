"""moto lets a state make itself an input over 256 KiB.

moto 5.2.5, `asl/component/common/parargs.py: Parargs._eval_body`: only a state's result is measured, not
what its Parameters come to. Can go when moto measures both.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

Shown by test_parameters_that_come_to_over_256_kib_end_the_execution
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.parargs import Parargs
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.failures import failure
from local.moto_fixes.stepfunctions.sizes import fits

_moto_eval_body = Parargs._eval_body


def install() -> None:
    """Mend moto."""
    replace(Parargs, "_eval_body", _eval_body)


def _eval_body(parameters: Parargs, env: Environment) -> None:
    _moto_eval_body(parameters, env)
    if not fits(env.stack[-1]):
        raise failure(
            env,
            StatesErrorNameType.StatesStatesDataLimitExceeded,
            f"The Parameters of the state '{env.next_state_name}' came to an input "
            "with a size exceeding the maximum number of bytes service limit.",
        )
