"""moto gives some errors of services a name that AWS does not give them.

moto 5.2.5, `_from_error` of `state_task_service_{sqs,dynamodb,events}.py`: every error of SQS
is an SdkClientException, one that DynamoDB's model does not list keeps its code, and one of EventBridge is
States.Runtime. AWS names them after the classes of its SDK for Java. Can go when moto does.

https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html

Shown by test_an_error_has_the_name_of_the_sdk_for_java
in tests/flow/local/moto_fixes/test_stepfunctions_service_errors.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_dynamodb as dynamodb,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_events as events,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_sqs as sqs,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task import StateTask
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from local.moto_fixes.mend import replace

_FromError = Callable[[Any, Environment, Exception], FailureEvent]


@dataclass(frozen=True)
class JavaNames:
    """How the SDK for Java calls a service: in the names of errors, in causes, and where it knows no more."""

    prefix: str
    service: str
    unlisted: str


_NAMES: Final = {
    sqs.StateTaskServiceSqs: JavaNames("SQS", "AmazonSQS", "AmazonSQSException"),
    dynamodb.StateTaskServiceDynamoDB: JavaNames("DynamoDB", "AmazonDynamoDBv2", "AmazonDynamoDBException"),
    events.StateTaskServiceEvents: JavaNames(
        "EventBridge", "AmazonEventBridge", "AmazonEventBridgeException"
    ),
}


def install() -> None:
    """Mend moto."""
    for kind, names in _NAMES.items():
        # What is not DynamoDB's answer, as a timeout, moto's own calls an AmazonDynamoDBException too.
        otherwise = StateTask._from_error if kind is dynamodb.StateTaskServiceDynamoDB else kind._from_error
        replace(kind, "_from_error", _named(names, otherwise))


def _named(names: JavaNames, otherwise: _FromError) -> _FromError:
    def from_error(task: StateTaskService, env: Environment, ex: Exception) -> FailureEvent:
        return _event(task, env, ex, names) if isinstance(ex, ClientError) else otherwise(task, env, ex)

    return from_error


def _event(task: StateTaskService, env: Environment, error: ClientError, names: JavaNames) -> FailureEvent:
    name = f"{names.prefix}.{_java_class(error) or names.unlisted}"
    answer = error.response["ResponseMetadata"]
    cause = (
        f"{error.response['Error']['Message']} (Service: {names.service}; "
        f"Status Code: {answer['HTTPStatusCode']}; Error Code: {error.response['Error']['Code']}; "
        f"Request ID: {answer['RequestId']}; Proxy: null)"
    )
    details = EventDetails(  # type: ignore[typeddict-item]  # moto says all kinds of details where it means one
        taskFailedEventDetails=TaskFailedEventDetails(
            error=name,
            cause=cause,
            resource=task._get_sfn_resource(),
            resourceType=task._get_sfn_resource_type(),
        )
    )
    return FailureEvent(env, CustomErrorName(name), HistoryEventType.TaskFailed, details)


def _java_class(error: ClientError) -> str | None:
    """Return the name of the error's class, None if the service's model lists no such error."""
    name = type(error).__name__
    if name == ClientError.__name__:
        return None
    return name if name.endswith("Exception") else f"{name}Exception"
