"""moto receives in time proportional to the queue's depth, and its long polls block the process.

moto 5.2.5, `sqs/models.py: SQSBackend.receive_message`. Here a long poll waits on the hub, and ends as soon
as a message is sent or becomes visible again. A message received as often as the redrive policy allows goes
to the dead-letter queue at the next receive, as on SQS. Can go together with `queue.py`.

Shown by test_a_repeated_message_is_answered_with_the_first_ones_id_for_five_minutes
in tests/flow/local/moto_fixes/test_sqs_deduplication.py.
"""

import copy
from dataclasses import dataclass

from moto.sqs.models import Message, SQSBackend, _filter_message_attributes

from local.moto_fixes import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.sqs.dead_letters import bury
from local.moto_fixes.sqs.entry import Entry
from local.moto_fixes.sqs.queue import IndexedQueue, indexed


def install() -> None:
    """Mend moto."""
    replace(SQSBackend, "receive_message", _receive_message)


@dataclass(frozen=True)
class _Receive:
    """What one ReceiveMessage asks for; durations in seconds."""

    queue: IndexedQueue
    count: int
    wait: float
    timeout: float
    attribute_names: list[str]

    def take(self) -> list[Message]:
        """Take what is visible now."""
        received = self.queue.receive(self.count, timeout=self.timeout)
        for entry in received.exhausted:
            bury(self.queue, entry)
        return [self._deliver(entry) for entry in received.entries]

    def poll(self) -> list[Message]:
        """Take what is visible, or what is first to become so while the poll lasts."""
        end = current_hub.now() + self.wait
        while not (messages := self.take()):
            if not self.queue.wait_for_message(end - current_hub.now()) or self.queue.deleted:
                return []
        return messages

    def _deliver(self, entry: Entry[Message]) -> Message:
        message = entry.message
        message.receipt_handle = self.queue.handle_of(entry)
        message.approximate_receive_count += 1
        if message.approximate_first_receive_timestamp is None:
            message.approximate_first_receive_timestamp = int(entry.received * 1000)
        delivered = copy.copy(message)
        _filter_message_attributes(delivered, self.attribute_names)
        return delivered


def _receive_message(
    backend: SQSBackend,
    queue_name: str,
    count: int,
    wait_seconds_timeout: int,
    visibility_timeout: int,
    message_attribute_names: list[str] | None = None,
) -> list[Message]:
    queue = indexed(backend.get_queue(queue_name))
    names = message_attribute_names or []
    receive = _Receive(queue, count, wait_seconds_timeout, visibility_timeout, names)
    messages = receive.take()
    if messages or not wait_seconds_timeout:
        return messages
    return current_hub.in_turn(receive.poll, f"long poll of {queue_name}")
