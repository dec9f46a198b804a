"""In moto an error of Lambda itself, not of the function, is "Exception" where a task names the function.

moto 5.2.5, `state_task/state_task_lambda.py: StateTaskLambda._from_error`. On AWS it is Lambda.<code>, as
Lambda.TooManyRequestsException, which is what templates retry. Can go when moto says so.

https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html

Shown by test_lambdas_own_errors_are_named_after_lambda
in tests/conformance/stepfunctions/test_errors.py.
"""

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, LambdaFunctionFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import StateTaskLambda
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from local.moto_fixes.mend import replace

_moto_from_error = StateTaskLambda._from_error


def install() -> None:
    """Mend moto."""
    replace(StateTaskLambda, "_from_error", _from_error)


def _from_error(task: StateTaskLambda, env: Environment, ex: Exception) -> FailureEvent:
    if not isinstance(ex, ClientError):
        return _moto_from_error(task, env, ex)
    name, cause = StateTaskServiceLambda._error_cause_from_client_error(ex)
    details = EventDetails(  # type: ignore[typeddict-item]  # moto says all kinds of details where it means one
        lambdaFunctionFailedEventDetails=LambdaFunctionFailedEventDetails(error=name, cause=cause)
    )
    return FailureEvent(env, CustomErrorName(name), HistoryEventType.LambdaFunctionFailed, details)
