"""moto knows no redrive: StartMessageMoveTask, ListMessageMoveTasks, CancelMessageMoveTask.

moto 5.2.5, `sqs/responses.py: SQSResponse`. Can go when moto has the three operations and moves messages as
a task.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html

Shown by test_a_redrive_sends_each_message_back_as_a_new_one
in tests/flow/local/moto_fixes/test_sqs_redrive.py.
"""

import base64
import binascii
import json
from typing import Any, Final
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.sqs.exceptions import InvalidParameterValue, QueueDoesNotExist, SQSException
from moto.sqs.models import SQSBackend
from moto.sqs.responses import SQSResponse

from local.moto_fixes import current_hub
from local.moto_fixes.mend import add
from local.moto_fixes.sqs.move_task import MoveStatus, MoveTask
from local.moto_fixes.sqs.queue import IndexedQueue, indexed

HIGHEST_RATE: Final = 500
MOST_LISTED: Final = 10
ACTIVE = (MoveStatus.RUNNING, MoveStatus.CANCELLING)

#: Each dead-letter queue's moves, oldest first.
_tasks: WeakKeyDictionary[IndexedQueue, list[MoveTask]] = WeakKeyDictionary()


class ResourceNotFound(SQSException):
    """A queue or task that was named does not exist."""

    def __init__(self, message: str) -> None:
        super().__init__("ResourceNotFoundException", message)


class UnsupportedOperation(SQSException):
    """The task's state forbids it."""

    def __init__(self, message: str) -> None:
        super().__init__("UnsupportedOperation", message)


def install() -> None:
    """Mend moto."""
    add(SQSResponse, "start_message_move_task", _start_message_move_task)
    add(SQSResponse, "list_message_move_tasks", _list_message_move_tasks)
    add(SQSResponse, "cancel_message_move_task", _cancel_message_move_task)


def _start_message_move_task(response: SQSResponse) -> ActionResult:
    backend = response.sqs_backend
    source = _queue(backend, response._get_param("SourceArn"), "SourceArn")
    destination = response._get_param("DestinationArn")
    rate = response._get_param("MaxNumberOfMessagesPerSecond")
    if not backend.list_dead_letter_source_queues(source.name):
        raise InvalidParameterValue("Source queue must be configured as a Dead Letter Queue.")
    if destination is not None:
        _check_destination(source, _queue(backend, destination, "DestinationArn"))
    if rate is not None and not 1 <= rate <= HIGHEST_RATE:
        raise InvalidParameterValue(
            f"Value {rate} for parameter MaxNumberOfMessagesPerSecond is invalid. "
            f"Reason: must be between 1 and {HIGHEST_RATE}."
        )
    if any(task.status in ACTIVE for task in _tasks.get(source, [])):
        raise InvalidParameterValue(
            "There is already a task running. Only one active task is allowed "
            "for a source queue arn at a given time."
        )
    hub = current_hub.current_hub()
    task = MoveTask(backend, source, destination, rate)
    _tasks.setdefault(source, []).append(task)
    hub.spawn(task.run, f"redrive of {source.name}")
    return ActionResult({"TaskHandle": task.handle})


def _list_message_move_tasks(response: SQSResponse) -> ActionResult:
    source = _queue(response.sqs_backend, response._get_param("SourceArn"), "SourceArn")
    most = response._get_param("MaxResults") or 1
    if not 1 <= most <= MOST_LISTED:
        raise InvalidParameterValue(
            f"Value {most} for parameter MaxResults is invalid. Reason: must be between 1 and {MOST_LISTED}."
        )
    return ActionResult({"Results": [_describe(task) for task in reversed(_tasks.get(source, [])[-most:])]})


def _cancel_message_move_task(response: SQSResponse) -> ActionResult:
    handle = response._get_param("TaskHandle")
    try:
        source_arn = json.loads(base64.b64decode(handle, validate=True))["sourceArn"]
    except (binascii.Error, ValueError, KeyError, TypeError):
        raise InvalidParameterValue("Value for parameter TaskHandle is invalid.") from None
    source = _queue(response.sqs_backend, source_arn, "SourceArn")
    task = next((task for task in _tasks.get(source, []) if task.handle == handle), None)
    if task is None:
        raise ResourceNotFound("Task does not exist.")
    if task.status is not MoveStatus.RUNNING:
        raise UnsupportedOperation("Only active tasks can be cancelled.")
    task.status = MoveStatus.CANCELLING
    return ActionResult({"ApproximateNumberOfMessagesMoved": task.moved})


def _queue(backend: SQSBackend, arn: str, parameter: str) -> IndexedQueue:
    try:
        return indexed(backend.get_queue(arn.rsplit(":", 1)[-1]))
    except QueueDoesNotExist:
        raise ResourceNotFound(
            f"The resource that you specified for the {parameter} parameter doesn't exist."
        ) from None


def _check_destination(source: IndexedQueue, destination: IndexedQueue) -> None:
    if destination is source:
        raise InvalidParameterValue("Source queue arn and destination queue arn can not be the same.")
    if destination.fifo_queue != source.fifo_queue:
        raise InvalidParameterValue("Source queue and destination queue must be of the same type.")


def _describe(task: MoveTask) -> dict[str, Any]:
    description = {
        "TaskHandle": task.handle if task.status is MoveStatus.RUNNING else None,
        "Status": task.status.value,
        "SourceArn": task.source.queue_arn,
        "DestinationArn": task.destination,
        "MaxNumberOfMessagesPerSecond": task.rate,
        "ApproximateNumberOfMessagesMoved": task.moved,
        "ApproximateNumberOfMessagesToMove": task.to_move,
        "FailureReason": task.failure_reason,
        "StartedTimestamp": int(task.started * 1000),
    }
    return {key: value for key, value in description.items() if value is not None}
