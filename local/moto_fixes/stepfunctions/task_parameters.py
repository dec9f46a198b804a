"""moto hands a task's Parameters to boto3 as they are written, and its answer back as boto3 writes it.

moto 5.2.5, `state_task_service.py: StateTaskService._normalise_parameters` and `_normalise_response` do
nothing: a service whose own parameters begin in lower case cannot be called, and an answer with a time is
not JSON. In Step Functions all names begin in upper case. Can go when moto translates both ways.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-parameters.html

Shown by test_waiting_for_a_nested_execution_costs_no_turns
in tests/flow/local/moto_fixes/test_stepfunctions_nested.py.
"""

import datetime as dt
import functools
from typing import Any

from botocore.model import OperationModel
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_sfn import (
    StateTaskServiceSfn,
)

from local.moto_fixes.mend import replace
from local.moto_fixes.stepfunctions.task_services import service_model


def install() -> None:
    """Mend moto."""
    replace(StateTaskService, "_normalise_parameters", _to_boto3)
    replace(StateTaskService, "_normalise_response", _from_boto3)


@functools.cache
def operation_of(service: str, action: str) -> OperationModel | None:
    """Return what botocore knows of an action such as "putItem", None if the service has no such action."""
    model = service_model(service)
    name = action[:1].upper() + action[1:]
    return model.operation_model(name) if model is not None and name in model.operation_names else None


def _to_boto3(
    task: StateTaskService,
    parameters: dict[str, Any],
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    operation = operation_of(
        boto_service_name or task.resource.api_name, service_action_name or task.resource.api_action
    )
    if operation is not None and operation.input_shape is not None:
        task._to_boto_request(parameters, operation.input_shape)


def _from_boto3(
    task: StateTaskService,
    response: Any,
    boto_service_name: str | None = None,
    service_action_name: str | None = None,
) -> None:
    operation = operation_of(
        boto_service_name or task.resource.api_name,
        _camel(service_action_name) if service_action_name else task.resource.api_action,
    )
    if operation is not None and operation.output_shape is not None:
        task._from_boto_response(response, operation.output_shape)
    if isinstance(response, dict):
        in_epoch_milliseconds = isinstance(task, StateTaskServiceSfn)
        for name, value in response.items():
            response[name] = _json(value, in_epoch_milliseconds=in_epoch_milliseconds)


def _json(value: Any, *, in_epoch_milliseconds: bool) -> Any:
    match value:
        case dt.datetime() if in_epoch_milliseconds:
            return int(value.timestamp() * 1000)
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case bytes():
            return value.decode()
        case dict():
            return {
                name: _json(each, in_epoch_milliseconds=in_epoch_milliseconds) for name, each in value.items()
            }
        case list():
            return [_json(each, in_epoch_milliseconds=in_epoch_milliseconds) for each in value]
    return value


def _camel(snake: str) -> str:
    return "".join(word.capitalize() for word in snake.split("_"))
