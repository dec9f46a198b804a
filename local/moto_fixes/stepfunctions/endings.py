"""moto tells nobody when an execution has ended.

moto 5.2.5, `stepfunctions/parser/backend/execution.py`: who waits for a nested, a synchronous or a Map Run's
execution has to look again and again, in a virtual time of days. Here its end is a signal. Can go when moto
has one.

Shown by test_waiting_for_a_nested_execution_costs_no_turns
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

from collections.abc import Callable

from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

from local.hub import Signal
from local.moto_fixes.current_hub import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions import turns

_Communication = BaseExecutionWorkerCommunication


def install() -> None:
    """Mend moto, with the mends of the same methods that are in place."""
    replace(Execution, "start", _starting(Execution.start))
    reflect = BaseExecutionWorkerCommunication._reflect_execution_status
    replace(BaseExecutionWorkerCommunication, "_reflect_execution_status", _reflecting(reflect))


def ended(execution: Execution) -> Signal:
    """Return the signal that is set when `execution`, which has been started, has ended."""
    signal: Signal = vars(execution)["_ended"]
    return signal


def wake_at_end(env: Environment, execution: Execution) -> None:
    """Let the end of `execution` wake what waits for a change of the program that `env` runs."""

    def wake() -> None:
        ended(execution).wait()
        env.program_state_event.set()
        env.program_state_event.clear()

    turns.Thread(wake, name=f"end of {execution.name}").start()


def wait_while_running(env: Environment, execution: Execution) -> bool:
    """Wait for the end of `execution`, or of what `env` runs; tell whether the execution has ended."""
    wake_at_end(env, execution)
    while env.is_running() and not ended(execution).is_set():
        env.program_state_event.wait()
    return ended(execution).is_set()


def _starting(start: Callable[[Execution], None]) -> Callable[[Execution], None]:
    def start_with_end(execution: Execution) -> None:
        vars(execution)["_ended"] = current_hub().signal()
        start(execution)

    return start_with_end


def _reflecting(reflect: Callable[[_Communication], None]) -> Callable[[_Communication], None]:
    def reflect_and_tell(communication: _Communication) -> None:
        reflect(communication)
        ended(communication.execution).set()

    return reflect_and_tell
