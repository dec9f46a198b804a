"""moto knows no States.HeartbeatTimeout, and gives a task with a heartbeat a timeout of a minute.

moto 5.2.5, `asl/component/state/exec/state_task/state_task.py: StateTask._from_error` and
`execute_state.py: ExecutionState.from_state_props`. On AWS a missed heartbeat is reported as States.Timeout
and matched by either name, and the default timeout is none. Can go when moto's are.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html

Shown by test_a_missed_heartbeat_is_caught_by_either_name
in tests/conformance/stepfunctions/test_waiting.py.
"""

from typing import Final

from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.timeouts.timeout import Timeout, TimeoutSeconds
from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.component.state.state_props import StateProps
from moto.stepfunctions.parser.asl.eval.callback.callback import HeartbeatTimeoutError
from moto.stepfunctions.parser.asl.eval.environment import Environment

from local.moto_fixes.mend import replace

_NAMES: Final = ("States.Timeout", "States.HeartbeatTimeout")

_moto_from_error = StateTask._from_error
_moto_from_state_props = ExecutionState.from_state_props


class HeartbeatTimeout(StatesErrorName):
    """The error of a missed heartbeat: States.Timeout to all but a retrier or catcher of its own name."""

    def __init__(self) -> None:
        super().__init__(StatesErrorNameType.StatesTimeout)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ErrorName) and other.error_name in _NAMES

    def __hash__(self) -> int:
        return hash(self.error_name)


def install() -> None:
    """Mend moto."""
    replace(StateTask, "_from_error", _from_error)
    replace(ExecutionState, "from_state_props", _from_state_props)


def _from_error(task: StateTask, env: Environment, ex: Exception) -> FailureEvent:
    event = _moto_from_error(task, env, ex)
    if isinstance(ex, HeartbeatTimeoutError):
        event.error_name = HeartbeatTimeout()  # type: ignore[misc]  # final, but nobody has seen it yet
    return event


def _from_state_props(state: ExecutionState, state_props: StateProps) -> None:
    _moto_from_state_props(state, state_props)
    if state_props.get(Timeout) is None:
        state.timeout = TimeoutSeconds(TimeoutSeconds.DEFAULT_TIMEOUT_SECONDS)
