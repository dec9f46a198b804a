"""moto takes an answer to a task that has timed out, and says nothing.

moto 5.2.5, `eval/callback/callback.py`: an endpoint never tells that its task is over, the error that would
say so cannot be raised, and the answer to an ended execution's token is InvalidToken. Here all are
TaskTimedOut. A heartbeat that nobody waits for is welcome, an output that is not JSON or over 256 KiB is
not. Can go when moto's are.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html

Shown by test_a_childs_task_token_finds_its_execution
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

import json
from typing import Final

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.exceptions import ValidationException
from moto.stepfunctions.parser.api import ExecutionStatus, InvalidOutput, TaskTimedOut
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackConsumerTimeout,
    CallbackEndpoint,
    CallbackOutcome,
    CallbackPoolManager,
)
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.distributed_map.children import all_children

LARGEST_OUTPUT_BYTES: Final = 256 * 1024

_moto_interrupt_all = CallbackEndpoint.interrupt_all
_moto_notify = CallbackPoolManager.notify
_moto_heartbeat = CallbackPoolManager.heartbeat
_moto_get_executions = StepFunctionsParserBackend._get_executions


def install() -> None:
    """Mend moto."""
    replace(CallbackEndpoint, "interrupt_all", _interrupt_all)
    replace(CallbackPoolManager, "notify", _notify)
    replace(CallbackPoolManager, "heartbeat", _heartbeat)
    replace(StepFunctionsParserBackend, "_get_executions", _get_executions)
    replace(StepFunctionResponse, "send_task_success", _send_task_success)


def _interrupt_all(endpoint: CallbackEndpoint) -> None:
    _moto_interrupt_all(endpoint)
    endpoint.report(CallbackConsumerTimeout())


def _notify(pool: CallbackPoolManager, callback_id: str, outcome: CallbackOutcome) -> bool:
    _check(pool, callback_id)
    return _moto_notify(pool, callback_id, outcome)


def _heartbeat(pool: CallbackPoolManager, callback_id: str) -> bool:
    _check(pool, callback_id)
    return _moto_heartbeat(pool, callback_id) or pool.get(callback_id) is not None


def _check(pool: CallbackPoolManager, callback_id: str) -> None:
    endpoint = pool.get(callback_id)
    if endpoint is not None and endpoint.consumer_error is not None:
        raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'")


def _get_executions(backend: StepFunctionsParserBackend, _: ExecutionStatus | None = None) -> list[Execution]:
    """Return the executions among which a token is looked for: those that had a turn, ended or not."""
    executions: list[Execution] = [*_moto_get_executions(backend), *all_children(backend)]
    return [one for one in executions if one.exec_worker is not None and one.exec_worker.env is not None]


def _send_task_success(response: StepFunctionResponse) -> ActionResult:
    output = response._get_param("output")
    if len(output.encode()) > LARGEST_OUTPUT_BYTES:
        raise ValidationException(
            "1 validation error detected: Value at 'output' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LARGEST_OUTPUT_BYTES}"
        )
    try:
        json.loads(output)
    except ValueError as error:
        raise InvalidOutput(f"Invalid Output: '{error}'") from error
    response.stepfunction_backend.send_task_success(response._get_param("taskToken"), output)
    return EmptyResult()
