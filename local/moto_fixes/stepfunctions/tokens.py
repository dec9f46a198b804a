"""moto takes an answer to a task that has timed out, and says nothing.

moto 5.2.5, `eval/callback/callback.py`: an endpoint never tells that its task is over, the error that would
say so cannot be raised, and the answer to an ended execution's token is InvalidToken. Here all are
TaskTimedOut. Can go when moto's are.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
"""

from moto.stepfunctions.parser.api import ExecutionStatus, TaskTimedOut
from moto.stepfunctions.parser.asl.eval.callback.callback import (
    CallbackConsumerTimeout,
    CallbackEndpoint,
    CallbackOutcome,
    CallbackPoolManager,
)
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local.moto_fixes.mend import replace

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


def _interrupt_all(endpoint: CallbackEndpoint) -> None:
    _moto_interrupt_all(endpoint)
    endpoint.report(CallbackConsumerTimeout())


def _notify(pool: CallbackPoolManager, callback_id: str, outcome: CallbackOutcome) -> bool:
    _check(pool, callback_id)
    return _moto_notify(pool, callback_id, outcome)


def _heartbeat(pool: CallbackPoolManager, callback_id: str) -> bool:
    _check(pool, callback_id)
    return _moto_heartbeat(pool, callback_id)


def _check(pool: CallbackPoolManager, callback_id: str) -> None:
    endpoint = pool.get(callback_id)
    if endpoint is not None and endpoint.consumer_error is not None:
        raise TaskTimedOut("Task Timed Out: 'Provided task does not exist anymore'")


def _get_executions(backend: StepFunctionsParserBackend, _: ExecutionStatus | None = None) -> list[Execution]:
    """Return the executions among which a token is looked for: those that had a turn, ended or not."""
    executions: list[Execution] = _moto_get_executions(backend)
    return [one for one in executions if one.exec_worker is not None and one.exec_worker.env is not None]
