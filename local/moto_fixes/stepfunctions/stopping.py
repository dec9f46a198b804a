"""moto's StopExecution loses its reason, and does not reach an execution that waits for a task token.

moto 5.2.5, `stepfunctions/responses.py: stop_execution` drops the error and the cause; a task that waits
for its token is not woken; an error on the way out turns the stopped program into a failed one
(`eval/environment.py: Environment.set_error`). Here the execution is ABORTED at once. Can go when moto's
does.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html

Shown by test_a_stopped_execution_is_aborted_at_once_with_its_reason
in tests/flow/local/moto_fixes/test_stepfunctions_time.py.
"""

import datetime as dt

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import ExecutionFailedEventDetails, ExecutionStatus
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.program_state import ProgramRunning
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.current_hub import current_hub, in_turn
from local.moto_fixes.mend import replace

_moto_set_error = Environment.set_error
_moto_terminated = BaseExecutionWorkerCommunication.terminated


def install() -> None:
    """Mend moto."""
    replace(StepFunctionResponse, "stop_execution", _stop_execution)
    replace(Environment, "set_error", _set_error)
    replace(BaseExecutionWorkerCommunication, "terminated", _terminated)


def _stop_execution(response: StepFunctionResponse) -> ActionResult:
    execution = response.stepfunction_backend.describe_execution(response._get_param("executionArn"))
    assert isinstance(execution, Execution), "the interpreter's backend makes executions that run"
    error, cause = response._get_param("error"), response._get_param("cause")
    if execution.exec_status == ExecutionStatus.RUNNING:
        in_turn(lambda: stop(execution, error, cause), f"stop of {execution.name}")
    return ActionResult({"stopDate": execution.stop_date})


def stop(execution: Execution, error: str | None, cause: str | None) -> None:
    """Abort a running execution."""
    worker = execution.exec_worker
    assert worker is not None, "a running execution has a worker"
    while (env := worker.env) is None:
        current_hub().pause()
    execution.error, execution.cause = error, cause
    env.set_stop(stop_date=dt.datetime.now(dt.UTC), error=error, cause=cause)
    worker._execution_communication.terminated()
    for endpoint in env.callback_pool_manager._pool.values():
        endpoint.interrupt_all()


def _set_error(env: Environment, error: ExecutionFailedEventDetails) -> None:
    if isinstance(env._program_state, ProgramRunning):
        _moto_set_error(env, error)


def _terminated(communication: BaseExecutionWorkerCommunication) -> None:
    if communication.execution.exec_status == ExecutionStatus.RUNNING:
        _moto_terminated(communication)
