"""moto lets a state make itself an input over 256 KiB.

moto 5.2.5, `asl/component/common/parargs.py: Parargs._eval_body`: only a state's result is measured, not
what its Parameters come to. Can go when moto measures both.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.parargs import Parargs
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails
from moto.stepfunctions.parser.quotas import is_within_size_quota

from local.moto_fixes.mend import replace

_moto_eval_body = Parargs._eval_body


def install() -> None:
    """Mend moto."""
    replace(Parargs, "_eval_body", _eval_body)


def _eval_body(parameters: Parargs, env: Environment) -> None:
    _moto_eval_body(parameters, env)
    if is_within_size_quota(env.stack[-1]):
        return
    error = StatesErrorName(StatesErrorNameType.StatesStatesDataLimitExceeded)
    cause = (
        f"The Parameters of the state '{env.next_state_name}' came to an input "
        "with a size exceeding the maximum number of bytes service limit."
    )
    details = EventDetails(  # type: ignore[typeddict-item]  # moto says all kinds of details where it means one
        taskFailedEventDetails=TaskFailedEventDetails(error=error.error_name, cause=cause)
    )
    raise FailureEventException(FailureEvent(env, error, HistoryEventType.TaskFailed, details))
