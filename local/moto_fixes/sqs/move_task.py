"""A redrive: the move of a dead-letter queue's messages to another queue, one by one, as a task of the
hub.
"""

import base64
import json
from enum import StrEnum

from moto.moto_api._internal import mock_random
from moto.sqs.exceptions import QueueDoesNotExist
from moto.sqs.models import Message, SQSBackend

from local.moto_fixes import current_hub
from local.moto_fixes.sqs.dead_letters import source_of
from local.moto_fixes.sqs.entry import Entry, State
from local.moto_fixes.sqs.queue import IndexedQueue, indexed


class MoveStatus(StrEnum):
    """How far a move has come."""

    RUNNING = "RUNNING"
    COMPLETED = "COMPLETED"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


class MoveTask:
    """One move of the messages that were visible in a dead-letter queue when it began.

    Args:
        backend: moto's backend with the queues of one account and region.
        source: the dead-letter queue.
        destination: the ARN of the queue to move to; None sends each message back where it came from.
        rate: messages a second, None for as fast as it goes.
    """

    def __init__(
        self, backend: SQSBackend, source: IndexedQueue, destination: str | None, rate: int | None
    ) -> None:
        source.pass_time()
        self.id = str(mock_random.uuid4())
        self.source = source
        self.destination = destination
        self.rate = rate
        self.started = current_hub.now()
        self.status = MoveStatus.RUNNING
        self.failure_reason: str | None = None
        self.moved = 0
        self.to_move = source.store.count(State.VISIBLE)
        self._backend = backend
        self._places = [entry.place for entry in source.store.entries([State.VISIBLE])]

    @property
    def handle(self) -> str:
        """What names this task to CancelMessageMoveTask."""
        content = json.dumps({"taskId": self.id, "sourceArn": self.source.queue_arn})
        return base64.b64encode(content.encode()).decode()

    def run(self) -> None:
        """Move the messages, oldest first, offering the turn between any two."""
        hub = current_hub.current_hub()
        for place in self._places:
            if self.rate is None:
                hub.pause()
            else:
                hub.sleep(1 / self.rate)
            if self.status is MoveStatus.CANCELLING:
                self.status = MoveStatus.CANCELLED
                return
            self.source.pass_time()
            entry = self.source.store.find(place)
            if entry is not None and entry.state is State.VISIBLE:
                self._move(entry)
                if self.failure_reason is not None:
                    self.status = MoveStatus.FAILED
                    return
        self.status = MoveStatus.COMPLETED

    def _move(self, entry: Entry[Message]) -> None:
        target = self.destination or source_of(entry.message)
        if target is None:
            self.failure_reason = "CouldNotDetermineMessageSource"
            return
        try:
            queue = indexed(self._backend.get_queue(target.rsplit(":", 1)[-1]))
        except QueueDoesNotExist as error:
            self.failure_reason = error.code
            return
        self.source.drop(entry)
        queue.add_message(_anew(entry.message), delay=queue.delay_seconds)
        self.moved += 1


def _anew(letter: Message) -> Message:
    """Return a message with the same content, and an id, an age and a count of its own."""
    message = Message(str(mock_random.uuid4()), letter.body)
    message.message_attributes = letter.message_attributes
    message.group_id = letter.group_id
    message.deduplication_id = letter.deduplication_id
    message.mark_sent()
    return message
