"""moto logs every error that leaves a state, with all that is known of the state.

moto 5.2.5, `asl/component/eval_component.py: EvalComponent` says ERROR at each level the error passes, also
where a Catch around a branch expects it, and other modules warn of what is mended here. The error is in the
execution's history and in its description. Can go when moto logs only what nobody handles.

Shown by test_handled_errors_are_not_logged
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

import logging

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    for name in ("_log_failure_event_exception", "_log_exception"):
        replace(EvalComponent, name, _say_nothing)
    logging.getLogger("moto.stepfunctions.parser").setLevel(logging.ERROR)


def _say_nothing(*_: object, **__: object) -> None:
    pass
