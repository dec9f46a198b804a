"""moto publishes no status changes of executions.

moto 5.2.5, `stepfunctions/parser/backend/execution.py`: nothing reaches EventBridge when an execution
starts or ends. Here a Standard execution's changes, if no Map Run started it, go to the default event bus.
Can go when moto publishes them.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html

Shown by test_an_execution_tells_when_it_starts_and_ends
in tests/flow/local/moto_fixes/test_stepfunctions_status_events.py.
"""

import datetime as dt
import json
from typing import Final, cast

from moto.events.models import events_backends
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.api import ExecutionStatus
from moto.stepfunctions.parser.backend.execution import BaseExecutionWorkerCommunication, Execution

from local.moto_fixes.mend import replace

SOURCE: Final = "aws.states"
DETAIL_TYPE: Final = "Step Functions Execution Status Change"
#: Input and output are left out of an event where they, escaped, come to more.
LARGEST_DATA_BYTES: Final = 248 * 1024

_moto_start = Execution.start
_moto_reflect_status = BaseExecutionWorkerCommunication._reflect_execution_status


def install() -> None:
    """Mend moto."""
    replace(Execution, "start", _start)
    replace(BaseExecutionWorkerCommunication, "_reflect_execution_status", _reflect_status)


def _start(execution: Execution) -> None:
    _moto_start(execution)
    _publish(execution)


def _reflect_status(communication: BaseExecutionWorkerCommunication) -> None:
    _moto_reflect_status(communication)  # type: ignore[no-untyped-call]  # moto says no types here
    _publish(communication.execution)


def _publish(execution: Execution) -> None:
    machine = cast("StateMachine", execution.state_machine)
    if machine.type != "STANDARD" or "/" in machine.name:
        return
    events_backends[execution.account_id][execution.region_name].put_events(
        [
            {
                "Source": SOURCE,
                "DetailType": DETAIL_TYPE,
                "Resources": [execution.exec_arn],
                "Detail": json.dumps(_detail(execution)),
            }
        ]
    )


def _detail(execution: Execution) -> dict[str, object]:
    output = None
    if execution.exec_status == ExecutionStatus.SUCCEEDED:
        output = json.dumps(execution.output, separators=(",", ":"))
    output_bytes = _escaped_bytes(output)
    output_fits = output_bytes <= LARGEST_DATA_BYTES
    input_fits = _escaped_bytes(execution.execution_input) + output_bytes <= LARGEST_DATA_BYTES
    return {
        "executionArn": execution.exec_arn,
        "stateMachineArn": execution.state_machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": _milliseconds(execution.start_date),
        "stopDate": _milliseconds(execution.stop_date),
        "input": execution.execution_input if input_fits else None,
        "inputDetails": {"included": input_fits},
        "output": output if output_fits else None,
        "outputDetails": None if output is None else {"included": output_fits},
        "error": execution.error,
        "cause": execution.cause,
    }


def _escaped_bytes(text: str | None) -> int:
    return 0 if text is None else len(json.dumps(text, ensure_ascii=False).encode())


def _milliseconds(date: dt.datetime | None) -> int | None:
    return None if date is None else int(date.timestamp() * 1000)
