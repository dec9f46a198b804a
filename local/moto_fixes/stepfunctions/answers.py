"""moto's answers about executions leave things out.

moto 5.2.5, `stepfunctions/responses.py: StepFunctionResponse`: `describe_execution` has no stopDate for
TIMED_OUT, no inputDetails and no Map Run, an output that is a string is not JSON, and `send_task_failure`
drops the cause. Can go when moto mends these.

Shown by test_a_timeout_in_a_branch_is_caught_outside
in tests/flow/local/moto_fixes/test_stepfunctions_errors.py.
"""

import json

from moto.core.responses import ActionResult, EmptyResult
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.distributed_map.children import map_run_of

_moto_describe_execution = StepFunctionResponse.describe_execution


def install() -> None:
    """Mend moto."""
    replace(StepFunctionResponse, "describe_execution", _describe_execution)
    replace(StepFunctionResponse, "send_task_failure", _send_task_failure)


def _describe_execution(response: StepFunctionResponse) -> ActionResult:
    answer = _moto_describe_execution(response)
    assert isinstance(answer.result, dict)
    backend = response.stepfunction_backend
    assert isinstance(backend, StepFunctionsParserBackend), "executions run"
    execution = backend.describe_execution(answer.result["executionArn"])
    answer.result["inputDetails"] = {"included": True}
    if execution.status == ExecutionStatus.TIMED_OUT:
        answer.result["stopDate"] = execution.stop_date
    if execution.status == ExecutionStatus.SUCCEEDED:
        answer.result["output"] = json.dumps(execution.output, separators=(",", ":"))
    map_run = map_run_of(backend, execution.execution_arn)
    if map_run is not None:
        answer.result["mapRunArn"] = map_run
    return answer


def _send_task_failure(response: StepFunctionResponse) -> ActionResult:
    response.stepfunction_backend.send_task_failure(  # type: ignore[call-arg]  # the interpreter's takes a cause
        response._get_param("taskToken"),
        error=response._get_param("error"),
        cause=response._get_param("cause"),
    )
    return EmptyResult()
