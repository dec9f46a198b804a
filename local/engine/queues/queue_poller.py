"""Polls one queue for one function: takes as many batches, and as large ones, as the mapping may have.

What becomes of a batch is the affair of `queue_batches.py`.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from botocore.exceptions import ClientError
from moto.sqs.models import sqs_backends

from local.engine.environment import Outcome
from local.engine.filter_criteria import decoded
from local.engine.queues import sqs_records
from local.engine.queues.poller_scale import PollerScale
from local.engine.queues.queue_batches import QueueBatches
from local.engine.queues.queue_mapping import QueueMapping
from local.engine.queues.sqs_records import Record
from local.hub import FOREVER, Hub
from local.moto_fixes.sqs.queue import IndexedQueue
from local.permissions import Principal, client_of

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: The most messages SQS gives or deletes in one call.
SQS_BATCH = 10

#: Seconds until a queue that refused a receive is asked again; AWS names no number.
REFUSED_WAIT = 60.0

#: What a poller lives with, by the error's code.
REFUSALS: Final = {
    "AccessDenied": "The function's role lacks a permission",
    "ResourceNotFoundException": "The function is gone",
    "AWS.SimpleQueueService.NonExistentQueue": "The queue is gone",
}


class QueuePoller:
    """The poller of one mapping.

    Args:
        hub: gives the turns.
        sqs: a client of SQS.
        configuration: the mapping's.
        principal: returns in whose name the queue is called: with the function's role.
        invoke: invokes a function, by its ARN, with a payload. Raises Throttled.
        tell: hears, in a line, why messages go back to the queue though no handler said so.
    """

    def __init__(
        self,
        hub: Hub,
        sqs: "SQSClient",
        configuration: "Configuration",
        *,
        principal: Callable[[], Principal],
        invoke: Callable[[str, bytes], Outcome],
        tell: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._sqs = client_of(sqs, principal)
        self._mapping = QueueMapping.read(configuration)
        self._tell = tell
        _, _, _, region, account, name = self._mapping.queue.split(":")
        # Not asked for: a call would give the turn away while mappings are read.
        self._url = f"https://sqs.{region}.amazonaws.com/{account}/{name}"
        self._stopped = True
        self._polling = False
        self._awake = False
        self._running = 0
        self._scale = PollerScale(fifo=self._mapping.fifo)
        self._batches = QueueBatches(hub, self._scale, invoke=invoke, delete=self._delete, tell=tell)
        #: Set whenever an invocation has ended.
        self._freed = hub.signal()

    def follow(self, configuration: "Configuration") -> None:
        """Poll as `configuration` says from now on."""
        self._mapping = QueueMapping.read(configuration)
        self._stopped = False
        _, _, _, region, account, name = self._mapping.queue.split(":")
        queue = cast("IndexedQueue | None", sqs_backends[account][region].queues.get(name))
        if queue is None:
            self._tell("The queue is gone")
        elif not self._polling:
            self._polling = True
            self._hub.spawn(partial(self._poll, queue), f"poller of {self._mapping.queue}")

    def stop(self) -> None:
        """Take no more messages; those taken are still worked on."""
        self._stopped = True

    def _poll(self, queue: IndexedQueue) -> None:
        try:
            while self._arrived(queue, FOREVER):
                if self._has_room():
                    received = self._hub.now()
                    if batch := self._collect(queue):
                        self._begin(batch, visible=received + queue.visibility_timeout)
        finally:
            self._polling = False

    def _begin(self, batch: list[Record], *, visible: float) -> None:
        mapping = self._mapping

        def work() -> None:
            try:
                self._batches.work(batch, mapping, visible=visible)
            finally:
                self._running -= 1
                self._freed.set()

        self._running += 1
        self._hub.spawn(work, f"batch of {mapping.queue}")

    def _arrived(self, queue: IndexedQueue, timeout: float) -> bool:
        """Wait until the queue has a message to give; tell whether this poller may take it."""
        if not queue.wait_for_message(0):
            self._scale.drained()
            self._awake = False
        return queue.wait_for_message(timeout) and not self._stopped and not queue.deleted

    def _has_room(self) -> bool:
        """Tell whether another invocation may begin; if not, wait until that may have changed."""
        now, maximum = self._hub.now(), self._mapping.maximum_concurrency
        limit = self._scale.limit(now, maximum)
        if self._running < limit:
            return True
        self._scale.backlog(now)
        self._freed.clear()
        self._freed.wait(1.0 if self._scale.limit(now + 1.0, maximum) > limit else None)
        return False

    def _collect(self, queue: IndexedQueue) -> list[Record]:
        """Take what a batch may have, by number and size, within the window that its first message opens."""
        mapping, batch, size = self._mapping, list[Record](), 0
        closes = self._hub.now() + mapping.window
        while True:
            records = [self._record(message) for message in self._receive(mapping.batch_size - len(batch))]
            batch += records
            size += sum(record.size for record in records)
            if (
                len(batch) == mapping.batch_size
                or size > sqs_records.LARGEST_EVENT
                or self._hub.now() >= closes
                or not self._arrived(queue, closes - self._hub.now())
            ):
                return batch

    def _receive(self, count: int) -> list["MessageTypeDef"]:
        """Receive up to `count` messages and return those that pass the mapping's filters."""
        try:
            if not self._awake:
                # Lambda looks how a queue stands before it takes from it.
                self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["VisibilityTimeout"])
                self._awake = True
            messages = self._sqs.receive_message(
                QueueUrl=self._url,
                MaxNumberOfMessages=min(count, SQS_BATCH),
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
        except ClientError as error:
            self._bear(error)
            self._hub.sleep(REFUSED_WAIT)
            return []
        passed = [message for message in messages if self._passes(message)]
        self._delete(message for message in messages if message not in passed)
        return passed

    def _passes(self, message: "MessageTypeDef") -> bool:
        filters = self._mapping.filters
        return not filters.patterns or filters.matches(
            {**self._record(message).fields, "body": decoded(message["Body"])}
        )

    def _record(self, message: "MessageTypeDef") -> Record:
        return Record.of(message, queue_arn=self._mapping.queue)

    def _delete(self, done: Iterable["MessageTypeDef"]) -> None:
        handles = [message["ReceiptHandle"] for message in done]
        for first in range(0, len(handles), SQS_BATCH):
            # A FIFO message whose flight has ended meanwhile is not deleted: it is somebody else's now.
            entries = [
                {"Id": str(index), "ReceiptHandle": handle}
                for index, handle in enumerate(handles[first : first + SQS_BATCH])
            ]
            try:
                self._sqs.delete_message_batch(QueueUrl=self._url, Entries=entries)  # type: ignore[arg-type]
            except ClientError as error:
                self._bear(error)

    def _bear(self, error: ClientError) -> None:
        """Tell what a call was refused for: what is not deleted comes back. Raises any unexpected error."""
        why = REFUSALS.get(error.response["Error"]["Code"])
        if why is None:
            raise error
        self._tell(f"{why}: {error.response['Error']['Message']}")
