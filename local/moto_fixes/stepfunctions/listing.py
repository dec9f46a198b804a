"""moto lists executions of one instant oldest first, Express ones too, and knows none of a Map Run.

moto 5.2.5, `stepfunctions/models.py: StepFunctionBackend.list_executions`. On AWS the latest comes first,
Express state machines are refused, and mapRunArn lists a Map Run's children. Can go when moto's does.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html

Shown by test_an_express_execution_leaves_no_trace_but_may_repeat_its_name
in tests/conformance/stepfunctions/test_executions.py.
"""

from typing import cast

from moto.core.responses import ActionResult
from moto.stepfunctions.parser.api import StateMachineTypeNotSupported
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse
from moto.stepfunctions.utils import PAGINATION_MODEL
from moto.utilities.paginator import paginate

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.distributed_map.children import children_of
from local.moto_fixes.stepfunctions.express import EXPRESS


def install() -> None:
    """Mend moto."""
    replace(StepFunctionResponse, "list_executions", _list_executions)


@paginate(pagination_model=PAGINATION_MODEL)
def list_executions(
    backend: StepFunctionsParserBackend,
    state_machine_arn: str | None,
    map_run_arn: str | None = None,
    status_filter: str | None = None,
) -> list[Execution]:
    """Return the executions of a state machine or a Map Run, the latest first."""
    if map_run_arn is not None:
        found = children_of(backend, map_run_arn)
    else:
        assert state_machine_arn is not None, "one of the two is given"
        machine = backend.describe_state_machine(state_machine_arn)
        if machine.type == EXPRESS:
            raise StateMachineTypeNotSupported(
                "This operation is not supported by this type of state machine"
            )
        found = cast("list[Execution]", machine.executions)
    latest = sorted(enumerate(found), key=lambda each: (each[1].start_date, each[0]), reverse=True)
    return [one for _, one in latest if status_filter in (None, one.status)]


def _list_executions(response: StepFunctionResponse) -> ActionResult:
    map_run_arn = response._get_param("mapRunArn")
    executions, token = list_executions(
        response.stepfunction_backend,
        response._get_param("stateMachineArn"),
        map_run_arn=map_run_arn,
        status_filter=response._get_param("statusFilter"),
        max_results=response._get_int_param("maxResults"),
        next_token=response._get_param("nextToken"),
    )
    listed = [_listed(execution, map_run_arn) for execution in executions]
    return ActionResult({"executions": listed, "nextToken": token})


def _listed(execution: Execution, map_run_arn: str | None) -> dict[str, object]:
    item = {
        "executionArn": execution.exec_arn,
        "name": execution.name,
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
        "stateMachineArn": execution.state_machine.arn,
        "status": execution.status,
        "mapRunArn": map_run_arn,
    }
    return {name: value for name, value in item.items() if value is not None}
