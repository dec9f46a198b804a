"""moto's answers about executions leave things out.

moto 5.2.5, `stepfunctions/responses.py: StepFunctionResponse`: `describe_execution` and `list_executions`
have no stopDate for TIMED_OUT, an output that is a string is not JSON, `send_task_failure` drops the cause.
Can go when moto mends the three.
"""

import json

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.mend import replace

_moto_describe_execution = StepFunctionResponse.describe_execution
_moto_list_executions = StepFunctionResponse.list_executions


def install() -> None:
    """Mend moto."""
    replace(StepFunctionResponse, "describe_execution", _describe_execution)
    replace(StepFunctionResponse, "list_executions", _list_executions)
    replace(StepFunctionResponse, "send_task_failure", _send_task_failure)


def _describe_execution(response: StepFunctionResponse) -> ActionResult:
    answer = _moto_describe_execution(response)
    assert isinstance(answer.result, dict)
    _add_stop_date(response, answer.result)
    execution = response.stepfunction_backend.describe_execution(answer.result["executionArn"])
    if execution.status == ExecutionStatus.SUCCEEDED:
        answer.result["output"] = json.dumps(execution.output, separators=(",", ":"))
    return answer


def _list_executions(response: StepFunctionResponse) -> ActionResult:
    answer = _moto_list_executions(response)
    assert isinstance(answer.result, dict)
    for execution in answer.result["executions"]:
        _add_stop_date(response, execution)
    return answer


def _add_stop_date(response: StepFunctionResponse, description: dict[str, object]) -> None:
    if description["status"] == ExecutionStatus.TIMED_OUT:
        execution = response.stepfunction_backend.describe_execution(str(description["executionArn"]))
        description["stopDate"] = execution.stop_date


def _send_task_failure(response: StepFunctionResponse) -> ActionResult:
    response.stepfunction_backend.send_task_failure(  # type: ignore[call-arg]  # the interpreter's takes a cause
        response._get_param("taskToken"),
        error=response._get_param("error"),
        cause=response._get_param("cause"),
    )
    return EmptyResult()
