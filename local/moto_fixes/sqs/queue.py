"""moto walks all of a queue's messages in every call, and loses the order of FIFO groups.

moto 5.2.5, `sqs/models.py: Queue`: a call takes time in proportion to the queue's depth; after a visibility
timeout the messages of a group come back in the wrong order; a deduplication id is forgotten when its
message is deleted, and DeduplicationScope is ignored; messages are hidden an instant too long; it is made and
changed at fractions of a second. Here the same Queue keeps its messages in a MessageStore and waits on the
hub. SQS's rates (300 sends a second without high throughput) are not enforced. Can go when moto's queue has
an index and passes this mend's tests.

Shown by test_a_repeated_message_is_answered_with_the_first_ones_id_for_five_minutes
in tests/flow/local/moto_fixes/test_sqs_deduplication.py.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import moto.sqs.models
from moto.moto_api._internal import mock_random
from moto.sqs.exceptions import InvalidAttributeValue, ReceiptHandleIsInvalid
from moto.sqs.models import Message, Queue, SQSBackend

from local.hub import Signal
from local.moto_fixes import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.sqs import queue_attributes, redrive_policies
from local.moto_fixes.sqs.deduplication import Deduplication, Sent
from local.moto_fixes.sqs.entry import Entry, State
from local.moto_fixes.sqs.message_store import NEVER, MessageStore, Received
from local.moto_fixes.sqs.receipt_handle import ReceiptHandle

#: Sequence numbers have 20 digits and rise.
_FIRST_SEQUENCE_NUMBER = 10**19


def install() -> None:
    """Mend moto."""
    replace(moto.sqs.models, "Queue", IndexedQueue)
    replace(SQSBackend, "set_queue_attributes", _set_queue_attributes)


#: Messages a queue has in flight at most: a FIFO queue then gives none, a standard queue's short poll fails.
#: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
MOST_IN_FLIGHT: Final = 120_000


class IndexedQueue(Queue):
    """moto's queue, with its messages in a store.

    Attributes:
        most_in_flight: a quota; AWS raises it for who asks.
    """

    # moto sets these from the queue's attributes by name
    delay_seconds: int
    visibility_timeout: int
    message_retention_period: int
    maximum_message_size: int
    content_based_deduplication: bool
    deduplication_scope: str
    fifo_throughput_limit: str
    receive_message_wait_time_seconds: int
    redrive_policy: dict[str, Any] | None
    redrive_allow_policy: str | None = None

    #: The attributes moto answers, by the names it answers for.
    BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, "RedriveAllowPolicy"]  # noqa: RUF012 - as moto has it

    def __init__(self, name: str, region: str, account_id: str, **kwargs: Any) -> None:
        queue_attributes.check(kwargs, fifo=name.endswith(".fifo"))
        super().__init__(name, region, account_id, **kwargs)
        self.created_timestamp = int(self.created_timestamp)
        self.store: MessageStore[Message] = MessageStore(fifo=self.fifo_queue)
        self.token = str(mock_random.uuid4())
        self.deleted = False
        self.most_in_flight = MOST_IN_FLIGHT
        self._deduplication = Deduplication()
        self._changed: Signal | None = None

    def _set_attributes(self, attributes: dict[str, Any], now: float | None = None) -> None:
        if attributes.get("RedrivePolicy") is not None:
            queues = moto.sqs.models.sqs_backends[self.account_id][self.region].queues
            redrive_policies.check_redrive(
                attributes["RedrivePolicy"], source_arn=self.queue_arn, queues=queues
            )
        if attributes.get("RedriveAllowPolicy") is not None:
            redrive_policies.check_redrive_allow(attributes["RedriveAllowPolicy"])
            attributes = {**attributes, "RedriveAllowPolicy": attributes["RedriveAllowPolicy"] or None}
        if "Policy" not in attributes:
            attributes = {**attributes, "Policy": self.policy}
        self._check_throughput(attributes)
        super()._set_attributes(attributes, now)
        self.last_modified_timestamp = int(self.last_modified_timestamp)

    def _check_throughput(self, attributes: Mapping[str, Any]) -> None:
        """Raise SQS's error for attributes that would give groups a throughput of their own, but not ids."""
        limit = attributes.get("FifoThroughputLimit") or self.fifo_throughput_limit
        scope = attributes.get("DeduplicationScope") or self.deduplication_scope
        if limit == "perMessageGroupId" and scope != "messageGroup":
            raise InvalidAttributeValue("FifoThroughputLimit")

    # -- messages come and go ------------------------------------------------------------------------

    def add_message(self, message: Message, *, delay: float = 0.0, enqueued: float | None = None) -> None:
        """Put in a message that becomes visible after `delay` seconds.

        Its age is counted from the instant `enqueued`, or from now. A repeated message of a FIFO queue is not
        put in: it takes over the first one's id and sequence number.
        """
        now = current_hub.now()
        scope = (message.group_id or "") if self.deduplication_scope == "messageGroup" else ""
        if self.fifo_queue and message.deduplication_id is not None:
            first = self._deduplication.first(scope, message.deduplication_id, now=now)
            if first is not None:
                message.id, message.sequence_number = first.message_id, first.sequence_number
                return
        age_from = now if enqueued is None else enqueued
        entry = self.store.put(message, now=now, delay=delay, group=message.group_id, enqueued=age_from)
        if self.fifo_queue:
            message.sequence_number = str(_FIRST_SEQUENCE_NUMBER + entry.place)
            if message.deduplication_id is not None:
                sent = Sent(now, message.id, message.sequence_number)
                self._deduplication.remember(scope, message.deduplication_id, sent)
        self.changed()

    def receive(self, count: int, *, timeout: float) -> Received[Message]:
        """Take up to `count` visible messages and hide them for `timeout` seconds."""
        self.pass_time()
        most = self.redrive_policy["maxReceiveCount"] if self.redrive_policy else NEVER
        received = self.store.receive(count, now=current_hub.now(), timeout=timeout, most=most)
        if received.entries or received.exhausted:
            self.changed()
        return received

    def find(self, receipt_handle: str) -> tuple[ReceiptHandle, Entry[Message] | None]:
        """Read a receipt handle, and return the entry it speaks of, None if that has left the queue.

        Raises ReceiptHandleIsInvalid for a handle this queue never gave out.
        """
        handle = ReceiptHandle.read(receipt_handle)
        if handle is None or handle.queue != self.token:
            raise ReceiptHandleIsInvalid
        self.pass_time()
        return handle, self.store.find(handle.place)

    def handle_of(self, entry: Entry[Message]) -> str:
        """Return the receipt handle of an entry's last receive."""
        return str(ReceiptHandle(self.token, entry.place, entry.receives))

    def drop(self, entry: Entry[Message]) -> None:
        """Remove a message for good."""
        self.store.drop(entry)
        self.changed()

    def hide(self, entry: Entry[Message], *, timeout: float) -> None:
        """Let the flight of a message end in `timeout` seconds."""
        self.store.hide(entry, now=current_hub.now(), timeout=timeout)
        self.changed()

    def clear(self) -> None:
        """Remove all messages for good."""
        self.store.clear()
        self.changed()

    def pass_time(self) -> None:
        """Bring the store up to the hub's instant."""
        self.store.pass_time(now=current_hub.now(), retention=self.message_retention_period)

    # -- waiting -------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Wake whoever waits for a message, to look again."""
        if self._changed is not None:
            self._changed.set()
            self._changed = None

    def wait_for_message(self, timeout: float) -> bool:
        """Wait, in a task, until a receive would find a message; tell whether it would.

        `timeout` is in seconds and may be infinite: then only messages that are delayed or in flight leave a
        timer. Ends as well when the queue is deleted.
        """
        deadline = current_hub.now() + timeout
        while True:
            self.pass_time()
            now = current_hub.now()
            if self.deleted or self.store.has_visible():
                return True
            if now >= deadline:
                return False
            if self._changed is None:
                self._changed = current_hub.current_hub().signal()
            due = min(deadline, self.store.next_due())
            self._changed.wait(None if due == NEVER else due - now)

    # -- what moto asks of a queue -------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """The visible messages."""
        return self._messages_in([State.VISIBLE])

    @property
    def pending_messages(self) -> set[Message]:
        """The messages in flight."""
        return set(self._messages_in([State.IN_FLIGHT]))

    @property
    def approximate_number_of_messages(self) -> int:
        """How many messages are visible."""
        return self._count(State.VISIBLE)

    @property
    def approximate_number_of_messages_delayed(self) -> int:
        """How many messages are delayed."""
        return self._count(State.DELAYED)

    @property
    def approximate_number_of_messages_not_visible(self) -> int:
        """How many messages are in flight."""
        return self._count(State.IN_FLIGHT)

    def _count(self, state: State) -> int:
        self.pass_time()
        return self.store.count(state)

    def _messages_in(self, states: Iterable[State]) -> list[Message]:
        self.pass_time()
        return [entry.message for entry in self.store.entries(states)]


def _set_queue_attributes(backend: SQSBackend, queue_name: str, attributes: dict[str, Any]) -> Queue:
    queue = indexed(backend.get_queue(queue_name))
    queue_attributes.check(attributes, fifo=queue.fifo_queue)
    queue._set_attributes(attributes)
    return queue


def indexed(queue: Queue) -> IndexedQueue:
    """Return moto's queue as what it is since the mend. Raises TypeError for one made before."""
    if not isinstance(queue, IndexedQueue):
        raise TypeError(f"queue {queue.name} was made before the mends were installed")
    return queue
