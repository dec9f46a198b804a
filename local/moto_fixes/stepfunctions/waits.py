"""moto's Wait may last a second too long, or hours; a stopped execution sleeps on until its next retry.

moto 5.2.5, `wait_function.py: WaitFunction._wait_interval` counts whole seconds of a difference of two
floats; `timestamp.py: Timestamp._get_wait_seconds` reads a UTC timestamp on the machine's wall clock;
`retrier_decl.py: RetrierDecl._eval_body` sleeps where nobody can wake it. Here all wait for an instant, or
for the end of the program. Can go when moto does.

Shown by test_a_wait_ends_at_its_timestamp_wherever_the_machine_is
in tests/flow/local/moto_fixes/test_stepfunctions_time.py.
"""

import datetime as dt

from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException
from moto.stepfunctions.parser.asl.component.common.retry.max_attempts_decl import MaxAttemptsOutcome
from moto.stepfunctions.parser.asl.component.common.retry.retrier_decl import RetrierDecl
from moto.stepfunctions.parser.asl.component.common.retry.retrier_outcome import RetrierOutcome
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.timestamp import Timestamp
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.moto_fixes.current_hub import now
from local.moto_fixes.mend import replace


def install() -> None:
    """Mend moto."""
    replace(WaitFunction, "_wait_interval", _wait_interval)
    replace(Timestamp, "_get_wait_seconds", _seconds_until)
    replace(RetrierDecl, "_eval_body", _evaluate_retrier)


def _wait_interval(_: WaitFunction, env: Environment, wait_seconds: float) -> None:
    _wait(env, wait_seconds)


def _seconds_until(component: Timestamp, env: Environment) -> float:
    component.string.eval(env)
    text: str = env.stack.pop()
    if component._from_timestamp_string(text) is None:
        raise FailureEventException(component._create_failure_event(env, text))
    return dt.datetime.fromisoformat(text).timestamp() - now()


def _evaluate_retrier(retrier: RetrierDecl, env: Environment) -> None:
    retrier.error_equals.eval(env)
    if not env.stack.pop():
        env.stack.append(RetrierOutcome.Skipped)
        return
    retrier.max_attempts.eval(env)
    if env.stack.pop() == MaxAttemptsOutcome.EXHAUSTED:
        env.stack.append(RetrierOutcome.Failed)
        return
    for component in (
        retrier.interval_seconds,
        retrier.backoff_rate,
        retrier.max_delay_seconds,
        retrier.jitter_strategy,
    ):
        component.eval(env)
    _wait(env, env.stack.pop())
    env.stack.append(RetrierOutcome.Executed)


def _wait(env: Environment, seconds: float) -> None:
    end = now() + seconds
    while env.is_running() and (left := end - now()) > 0:
        env.program_state_event.wait(left)
