"""moto starts executions under names that Step Functions refuses, and all unnamed ones as "None".

moto 5.2.5, `stepfunctions/parser/models.py: StepFunctionsParserBackend.start_execution`: neither the name
nor the input's size is checked, an ended name is never free again, and the context object's StartTime is
not a string. Can go when moto mends the four.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html

Shown by test_a_name_is_free_again_after_ninety_days
in tests/flow/local/moto_fixes/test_stepfunctions_starting.py.
"""

import datetime as dt
from typing import Final

from moto.core.utils import iso_8601_datetime_with_milliseconds
from moto.moto_api._internal import mock_random
from moto.stepfunctions.exceptions import ValidationException
from moto.stepfunctions.models import StateMachine
from moto.stepfunctions.parser.asl.eval.evaluation_details import ExecutionDetails
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from local.moto_fixes.mend import replace

LARGEST_INPUT_BYTES: Final = 256 * 1024
#: An ended execution's name can be used again after this time.
NAME_KEPT: Final = dt.timedelta(days=90)

_moto_start_execution = StepFunctionsParserBackend.start_execution
_moto_details = Execution.get_start_execution_details


def install() -> None:
    """Mend moto."""
    replace(StepFunctionsParserBackend, "start_execution", _start_execution)
    replace(Execution, "get_start_execution_details", _details)


def _start_execution(
    backend: StepFunctionsParserBackend,
    state_machine_arn: str,
    name: str | None = None,
    execution_input: str | None = None,
    trace_header: str | None = None,
) -> Execution:
    state_machine = backend.describe_state_machine(state_machine_arn)
    if name is None:
        name = str(mock_random.uuid4())
    backend._validate_name(name)
    if execution_input is not None and len(execution_input.encode()) > LARGEST_INPUT_BYTES:
        raise ValidationException(
            "1 validation error detected: Value at 'input' failed to satisfy constraint: "
            f"Member must have length less than or equal to {LARGEST_INPUT_BYTES}"
        )
    _free_old_name(state_machine, name)
    return _moto_start_execution(
        backend,
        state_machine_arn,
        name,
        execution_input,  # type: ignore[arg-type]  # moto says str where it means str or None
        trace_header,  # type: ignore[arg-type]  # as above
    )


def _free_old_name(state_machine: StateMachine, name: str) -> None:
    for execution in state_machine.executions:
        if execution.name == name and execution.stop_date is not None:
            if dt.datetime.now(dt.UTC) - execution.stop_date >= NAME_KEPT:
                state_machine.executions.remove(execution)
            return


def _details(execution: Execution) -> ExecutionDetails:
    details = _moto_details(execution)
    return ExecutionDetails(
        arn=details.arn,
        name=details.name,
        role_arn=details.role_arn,
        inpt=details.inpt,
        start_time=iso_8601_datetime_with_milliseconds(execution.start_date),
    )
