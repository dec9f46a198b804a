"""moto has no StartSyncExecution, nor the host it is called at.

moto 5.2.5, `stepfunctions/responses.py: StepFunctionResponse` and `stepfunctions/urls.py`: clients call
sync-states instead of states. Can go when moto has both.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html

Shown by test_a_synchronous_execution_answers_with_its_end
in tests/conformance/stepfunctions/test_executions.py.
"""

import json
import math
import re
from typing import Final

from moto import backend_index
from moto.core.responses import ActionResult
from moto.stepfunctions import urls
from moto.stepfunctions.parser.api import ExecutionStatus, StateMachineTypeNotSupported
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.responses import StepFunctionResponse

from local.moto_fixes.current_hub import in_turn
from local.moto_fixes.mend import add, replace
from local.moto_fixes.stepfunctions.endings import ended
from local.moto_fixes.stepfunctions.express import EXPRESS

HOST: Final = r"https?://sync-states\.(.+)\.amazonaws.com"
#: The memory an execution is billed for at least, in MB, and the steps its time is billed in.
LEAST_MEMORY: Final = 64
BILLED_MILLISECONDS: Final = 100


def install() -> None:
    """Mend moto."""
    replace(urls, "url_bases", [*urls.url_bases, HOST])
    backend_index.backend_url_patterns.append(("stepfunctions", re.compile(HOST)))
    add(StepFunctionResponse, "start_sync_execution", _start_sync_execution)


def _start_sync_execution(response: StepFunctionResponse) -> ActionResult:
    backend = response.stepfunction_backend
    arn = response._get_param("stateMachineArn")
    if backend.describe_state_machine(arn).type != EXPRESS:
        raise StateMachineTypeNotSupported("This operation is not supported by this type of state machine")

    def run() -> Execution:
        execution = backend.start_execution(
            arn, response._get_param("name"), response._get_param("input", if_none="{}")
        )
        assert isinstance(execution, Execution), "the interpreter's backend makes executions that run"
        ended(execution).wait()
        return execution

    return ActionResult(_described(in_turn(run, "synchronous execution")))


def _described(execution: Execution) -> dict[str, object]:
    assert execution.stop_date is not None, "it has ended"
    milliseconds = (execution.stop_date - execution.start_date).total_seconds() * 1000
    answer = {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
        "input": execution.execution_input,
        "inputDetails": {"included": True},
        "outputDetails": {"included": True},
        "error": execution.error,
        "cause": execution.cause,
        "billingDetails": {
            "billedMemoryUsedInMB": LEAST_MEMORY,
            "billedDurationInMilliseconds": max(1, math.ceil(milliseconds / BILLED_MILLISECONDS))
            * BILLED_MILLISECONDS,
        },
    }
    if execution.exec_status == ExecutionStatus.SUCCEEDED:
        answer["output"] = json.dumps(execution.output, separators=(",", ":"))
    return {name: value for name, value in answer.items() if value is not None}
