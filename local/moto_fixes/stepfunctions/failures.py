"""How a mend lets a state fail: with one of the errors that Step Functions itself reports."""

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails


def failure(env: Environment, error: StatesErrorNameType | ErrorName, cause: str) -> FailureEventException:
    """Return the exception that lets the state `env` is in fail with `error`."""
    name = error if isinstance(error, ErrorName) else StatesErrorName(error)
    details = EventDetails(  # type: ignore[typeddict-item]  # moto says all kinds of details where it means one
        taskFailedEventDetails=TaskFailedEventDetails(error=name.error_name or "", cause=cause)
    )
    return FailureEventException(FailureEvent(env, name, HistoryEventType.TaskFailed, details))
