"""moto's States.ALL catches what it cannot catch on AWS.

moto 5.2.5, `error_name/error_equals_decl.py: ErrorEqualsDecl._eval_body`: States.ALL matches
States.DataLimitExceeded and States.Runtime, which end an execution on AWS. Can go when moto leaves the two
out.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

Shown by test_a_result_over_256_kib_is_caught_by_name_only
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

from typing import Final

from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.moto_fixes.mend import replace

TERMINAL: Final = ("States.DataLimitExceeded", "States.Runtime")

_moto_eval_body = ErrorEqualsDecl._eval_body


def install() -> None:
    """Mend moto."""
    replace(ErrorEqualsDecl, "_eval_body", _eval_body)


def _eval_body(declaration: ErrorEqualsDecl, env: Environment) -> None:
    error_name = env.stack[-1]
    _moto_eval_body(declaration, env)
    if error_name is not None and error_name.error_name in TERMINAL:
        env.stack[-1] = error_name in declaration.error_names
