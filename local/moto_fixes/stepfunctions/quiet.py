"""moto logs every error a state machine handles, with the whole definition.

moto 5.2.5, `asl/component/eval_component.py: EvalComponent` logs each failure at each level it passes as an
ERROR, also where a Retry or Catch expects it. The error is in the execution's history. Can go when moto
logs only what nobody handles."""

from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    for name in ("_log_failure_event_exception", "_log_exception"):
        replace(EvalComponent, name, _say_nothing)


def _say_nothing(*_: object, **__: object) -> None:
    pass
