"""moto sends in time proportional to the queue's attributes, and refuses a whole batch for one bad entry.

moto 5.2.5, `sqs/models.py: SQSBackend.send_message` and `send_message_batch`: every attribute of the queue
is computed a few times a message; a FIFO message has a sequence number only with an explicit deduplication
id. Here a message is checked by `message_limits.py` and put into the queue's store. Can go together with
`queue.py`.

Shown by test_ids_are_of_128_printable_ascii_characters
in tests/flow/local/moto_fixes/test_sqs_limits.py.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random
from moto.sqs.exceptions import BatchRequestTooLong, SQSException
from moto.sqs.models import Message, SQSBackend

from local.moto_fixes.mend import replace
from local.moto_fixes.sqs import batches, message_limits
from local.moto_fixes.sqs.queue import indexed


def install() -> None:
    """Mend moto."""
    replace(SQSBackend, "send_message", _send_message)
    replace(SQSBackend, "send_message_batch", _send_message_batch)


def _send_message(
    backend: SQSBackend,
    queue_name: str,
    message_body: str,
    message_attributes: dict[str, Any] | None = None,
    delay_seconds: int | str | None = None,
    deduplication_id: str | None = None,
    group_id: str | None = None,
    system_attributes: dict[str, Any] | None = None,
    validate_group_id: bool = True,  # noqa: ARG001 - moto's own senders pass it
) -> Message:
    queue = indexed(backend.get_queue(queue_name))
    attributes = message_attributes or {}
    delay = None if delay_seconds is None else int(delay_seconds)
    fifo, content_based = queue.fifo_queue, queue.content_based_deduplication
    message_limits.check_contents(message_body, attributes, largest_bytes=queue.maximum_message_size)
    message_limits.check_system_attributes(system_attributes or {})
    message_limits.check_ids(group_id, deduplication_id, fifo=fifo, content_based=content_based)
    message_limits.check_delay(delay, fifo=fifo)

    message = Message(str(mock_random.uuid4()), message_body, system_attributes)
    message.message_attributes = attributes
    message.group_id = group_id
    message.deduplication_id = deduplication_id
    if fifo and deduplication_id is None:
        message.deduplication_id = hashlib.sha256(message_body.encode()).hexdigest()
    message.mark_sent()
    queue.add_message(message, delay=queue.delay_seconds if fifo or delay is None else delay)
    return message


def _send_message_batch(
    backend: SQSBackend, queue_name: str, entries: Mapping[str, dict[str, Any]]
) -> tuple[list[Message], list[dict[str, Any]]]:
    backend.get_queue(queue_name)
    _check_batch([*entries.values()])
    sent: list[Message] = []
    failed: list[dict[str, Any]] = []
    for entry in entries.values():
        try:
            message = backend.send_message(
                queue_name,
                entry["MessageBody"],
                message_attributes=entry.get("MessageAttributes"),
                delay_seconds=entry.get("DelaySeconds"),
                deduplication_id=entry.get("MessageDeduplicationId"),
                group_id=entry.get("MessageGroupId"),
                system_attributes=entry.get("MessageSystemAttributes"),
            )
        except SQSException as error:
            failed.append(batches.failure(entry, error))
        else:
            message.user_id = entry["Id"]  # type: ignore[attr-defined]  # how moto's answer finds the entry's id
            sent.append(message)
    return sent, failed


def _check_batch(entries: list[dict[str, Any]]) -> None:
    batches.check(entries, operation="SendMessageBatch")
    total = sum(
        message_limits.size(entry["MessageBody"], entry.get("MessageAttributes") or {}) for entry in entries
    )
    if total > message_limits.LARGEST_REQUEST_BYTES:
        raise BatchRequestTooLong(total)
