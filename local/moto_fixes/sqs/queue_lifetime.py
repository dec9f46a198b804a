"""moto makes, empties and deletes queues at any time and under any name.

moto 5.2.5, `sqs/models.py: SQSBackend.create_queue`, `purge_queue`, `delete_queue`: a name may end in .fifo
without the queue being FIFO, a deleted queue's name is free at once, a queue can be purged again and again.
Can go together with `queue.py`.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html

Shown by test_waiting_for_a_message_ends_after_its_time_or_with_the_queue
in tests/flow/local/moto_fixes/test_sqs_long_poll.py.
"""

from typing import Any, Final

from moto.sqs.exceptions import InvalidParameterValue, PurgeQueueInProgress, QueueAlreadyExists, SQSException
from moto.sqs.models import Queue, SQSBackend

from local.moto_fixes import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.sqs import queue_attributes
from local.moto_fixes.sqs.queue import indexed

#: Seconds from a queue's deletion until its name is free, and from a purge until the next one.
PAUSE: Final = 60.0

NAMES: Final = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
FIFO_NAMES: Final = (
    "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, "
    "must end with .fifo suffix and be 1 to 80 in length."
)

#: Where a backend keeps the instants its queues were deleted at, by name; it goes with the backend's state.
_DELETED: Final = "deleted_queues"

_moto_create_queue = SQSBackend.create_queue
_moto_delete_queue = SQSBackend.delete_queue


class QueueDeletedRecently(SQSException):
    """The name is not free yet."""

    def __init__(self) -> None:
        super().__init__(
            "AWS.SimpleQueueService.QueueDeletedRecently",
            f"You must wait {PAUSE:.0f} seconds after deleting a queue before you can create another "
            "with the same name.",
        )


def install() -> None:
    """Mend moto."""
    replace(SQSBackend, "create_queue", _create_queue)
    replace(SQSBackend, "delete_queue", _delete_queue)
    replace(SQSBackend, "purge_queue", _purge_queue)


def _create_queue(
    backend: SQSBackend, name: str, tags: dict[str, str] | None = None, **attributes: Any
) -> Queue:
    attributes.pop("region", None)
    fifo = str(attributes.get("FifoQueue")).lower() == "true"
    if name.endswith(".fifo") != fifo:
        raise InvalidParameterValue(FIFO_NAMES if fifo else NAMES)
    queue = backend.queues.get(name)
    if queue is None:
        if _deleted(backend).get(name, -PAUSE) + PAUSE > current_hub.now():
            raise QueueDeletedRecently
        return _moto_create_queue(backend, name, tags, **attributes)
    queue_attributes.check(attributes, fifo=fifo)
    there = queue.attributes
    for attribute, value in attributes.items():
        if not queue_attributes.is_same(value, there.get(attribute)):
            raise QueueAlreadyExists(
                f"A queue already exists with the same name and a different value for attribute {attribute}"
            )
    return queue


def _delete_queue(backend: SQSBackend, queue_name: str) -> None:
    queue = indexed(backend.get_queue(queue_name))
    _moto_delete_queue(backend, queue_name)
    _deleted(backend)[queue_name] = current_hub.now()
    queue.deleted = True
    queue.changed()


def _purge_queue(backend: SQSBackend, queue_name: str) -> None:
    queue, now = indexed(backend.get_queue(queue_name)), current_hub.now()
    if queue.last_purged_at is not None and now < queue.last_purged_at + PAUSE:
        raise PurgeQueueInProgress(queue_name)
    queue.last_purged_at = now
    queue.clear()


def _deleted(backend: SQSBackend) -> dict[str, float]:
    instants: dict[str, float] = vars(backend).setdefault(_DELETED, {})
    return instants
