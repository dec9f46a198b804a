"""moto ends a message's flight wrongly, and in time proportional to the queue's depth.

moto 5.2.5, `sqs/models.py: SQSBackend.delete_message` and its neighbours: the 12 hours a message may be
hidden count from when it was sent, not received; a visible message's visibility can be changed; a FIFO
message can be deleted with a handle whose time is over; a batch fails as a whole for such an entry, or for
one message named twice (`sqs/responses.py: SQSResponse.delete_message_batch`). Can go together with
`queue.py`.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html

Shown by test_a_repeated_message_is_answered_with_the_first_ones_id_for_five_minutes
in tests/flow/local/moto_fixes/test_sqs_deduplication.py.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.sqs.constants import MAXIMUM_VISIBILITY_TIMEOUT
from moto.sqs.exceptions import InvalidParameterValue, SQSException
from moto.sqs.models import SQSBackend
from moto.sqs.responses import SQSResponse

from local.moto_fixes import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.sqs.batches import check, one_by_one
from local.moto_fixes.sqs.entry import State
from local.moto_fixes.sqs.queue import indexed


class MessageNotInflight(SQSException):
    """The message's flight is over."""

    def __init__(self) -> None:
        super().__init__("MessageNotInflight", "The specified message isn't in flight.")


def install() -> None:
    """Mend moto."""
    replace(SQSBackend, "delete_message", _delete_message)
    replace(SQSBackend, "delete_message_batch", _delete_message_batch)
    replace(SQSBackend, "change_message_visibility", _change_message_visibility)
    replace(SQSBackend, "change_message_visibility_batch", _change_message_visibility_batch)
    replace(SQSResponse, "delete_message_batch", _answer_delete_message_batch)


def _delete_message(backend: SQSBackend, queue_name: str, receipt_handle: str) -> None:
    queue = indexed(backend.get_queue(queue_name))
    handle, entry = queue.find(receipt_handle)
    if entry is None:
        return
    stale = entry.state is not State.IN_FLIGHT or entry.receives != handle.receive
    if queue.fifo_queue and stale:
        raise _invalid_handle(receipt_handle, "The receipt handle has expired.")
    queue.drop(entry)


def _change_message_visibility(
    backend: SQSBackend, queue_name: str, receipt_handle: str, visibility_timeout: int
) -> None:
    queue = indexed(backend.get_queue(queue_name))
    if not 0 <= visibility_timeout <= MAXIMUM_VISIBILITY_TIMEOUT:
        raise _invalid_timeout(visibility_timeout, f"Must be between 0 and {MAXIMUM_VISIBILITY_TIMEOUT}")
    handle, entry = queue.find(receipt_handle)
    if entry is None:
        raise _invalid_handle(
            receipt_handle, "Message does not exist or is not available for visibility timeout change."
        )
    if entry.state is not State.IN_FLIGHT:
        raise MessageNotInflight
    if queue.fifo_queue and entry.receives != handle.receive:
        raise _invalid_handle(receipt_handle, "The receipt handle has expired.")
    if current_hub.now() + visibility_timeout > entry.received + MAXIMUM_VISIBILITY_TIMEOUT:
        limit = f"[{MAXIMUM_VISIBILITY_TIMEOUT} seconds]"
        raise _invalid_timeout(
            visibility_timeout, f"Total VisibilityTimeout for the message is beyond the limit {limit}"
        )
    queue.hide(entry, timeout=visibility_timeout)


def _delete_message_batch(
    backend: SQSBackend, queue_name: str, receipts: list[dict[str, Any]]
) -> tuple[list[str], list[dict[str, Any]]]:
    backend.get_queue(queue_name)
    check(receipts, operation="DeleteMessageBatch")
    return one_by_one(receipts, lambda entry: backend.delete_message(queue_name, entry["ReceiptHandle"]))


def _answer_delete_message_batch(response: SQSResponse) -> ActionResult:
    done, failed = response.sqs_backend.delete_message_batch(
        response._get_queue_name(), response._get_param("Entries", [])
    )
    return ActionResult({"Successful": [{"Id": entry_id} for entry_id in done], "Failed": failed})


def _change_message_visibility_batch(
    backend: SQSBackend, queue_name: str, entries: list[dict[str, Any]]
) -> tuple[list[str], list[dict[str, Any]]]:
    backend.get_queue(queue_name)
    check(entries, operation="ChangeMessageVisibilityBatch")
    return one_by_one(
        entries,
        lambda entry: backend.change_message_visibility(
            queue_name, entry["ReceiptHandle"], int(entry.get("VisibilityTimeout", 0))
        ),
    )


def _invalid_handle(receipt_handle: str, reason: str) -> InvalidParameterValue:
    return InvalidParameterValue(
        f"Value {receipt_handle} for parameter ReceiptHandle is invalid. Reason: {reason}"
    )


def _invalid_timeout(timeout: int, reason: str) -> InvalidParameterValue:
    return InvalidParameterValue(
        f"Value {timeout} for parameter VisibilityTimeout is invalid. Reason: {reason}"
    )
