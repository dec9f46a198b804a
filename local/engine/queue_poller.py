"""Polls one queue for one function: takes batches, invokes, deletes what was done.

What failed is left alone: it becomes visible when its visibility timeout ends, which the function may set.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from moto.sqs.models import sqs_backends

from local.engine import sqs_records
from local.engine.batch_answer import failed_items
from local.engine.environment import Outcome
from local.engine.invoker import Throttled
from local.engine.queue_mapping import QueueMapping
from local.hub import FOREVER, Hub
from local.moto_fixes.sqs.queue import IndexedQueue

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: The most messages SQS gives or deletes in one call.
SQS_BATCH = 10

#: Seconds before a throttled invocation is tried again; each further wait is twice as long.
THROTTLED_WAIT = 1.0


class QueuePoller:
    """The poller of one mapping.

    Args:
        hub: gives the turns.
        sqs: a client of SQS.
        configuration: the mapping's.
        invoke: invokes a function, by its ARN, with a payload. Raises Throttled.
    """

    def __init__(
        self,
        hub: Hub,
        sqs: "SQSClient",
        configuration: "Configuration",
        invoke: Callable[[str, bytes], Outcome],
    ) -> None:
        self._hub = hub
        self._sqs = sqs
        self._mapping = QueueMapping.read(configuration)
        self._invoke = invoke
        _, _, _, region, account, name = self._mapping.queue.split(":")
        self._queue = cast(IndexedQueue, sqs_backends[account][region].queues[name])
        self._url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        self._stopped = True
        self._polling = False
        self._running = 0
        self._busy_groups: set[str] = set()
        #: Set whenever an invocation has ended.
        self._freed = hub.signal()

    def follow(self, configuration: "Configuration") -> None:
        """Poll as `configuration` says from now on. Raises UnsupportedMapping."""
        self._mapping = QueueMapping.read(configuration)
        self._stopped = False
        if not self._polling:
            self._polling = True
            self._hub.spawn(self._poll, f"poller of {self._mapping.queue}")

    def stop(self) -> None:
        """Take no more messages; those taken are still worked on."""
        self._stopped = True

    def _poll(self) -> None:
        try:
            self._poll_until_stopped()
        finally:
            self._polling = False

    def _poll_until_stopped(self) -> None:
        while True:
            while self._running >= self._mapping.concurrency:
                self._wait_for_an_end()
            if not self._arrived(FOREVER):
                return
            batch = self._collect()
            if batch:
                self._running += 1
                self._hub.spawn(partial(self._work, batch), f"batch of {self._mapping.queue}")

    def _arrived(self, timeout: float) -> bool:
        """Wait until the queue has a message to give; tell whether this poller may take it."""
        return self._queue.wait_for_message(timeout) and not self._stopped and not self._queue.deleted

    def _collect(self) -> list["MessageTypeDef"]:
        """Take as many messages as a batch may have, within the window that the first of them opens."""
        batch = self._receive(self._mapping.batch_size)
        closes = self._hub.now() + self._mapping.window
        while (wanted := self._mapping.batch_size - len(batch)) and self._hub.now() < closes:
            if not self._arrived(closes - self._hub.now()):
                break
            batch += self._receive(wanted)
        return batch

    def _receive(self, count: int) -> list["MessageTypeDef"]:
        return self._sqs.receive_message(
            QueueUrl=self._url,
            MaxNumberOfMessages=min(count, SQS_BATCH),
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])

    def _work(self, batch: Sequence["MessageTypeDef"]) -> None:
        try:
            with self._alone_with(_groups(batch)):
                outcome = self._invoke_patiently(sqs_records.event(batch, queue_arn=self._mapping.queue))
            if outcome is not None:
                self._delete_done(batch, outcome)
        finally:
            self._running -= 1
            self._freed.set()

    @contextmanager
    def _alone_with(self, groups: set[str]) -> Iterator[None]:
        """Let no other invocation have messages of these groups meanwhile.

        SQS sees to that while messages are in flight, but a function can end their flight before its own end.
        """
        while groups & self._busy_groups:
            self._wait_for_an_end()
        self._busy_groups |= groups
        try:
            yield
        finally:
            self._busy_groups -= groups

    def _invoke_patiently(self, payload: bytes) -> Outcome | None:
        """Invoke the function; None if it was throttled until the messages were visible again."""
        wait, visible = THROTTLED_WAIT, self._hub.now() + self._queue.visibility_timeout
        while self._hub.now() + wait < visible:
            try:
                return self._invoke(self._mapping.function, payload)
            except Throttled:
                self._hub.sleep(wait)
                wait *= 2
        return None

    def _delete_done(self, batch: Sequence["MessageTypeDef"], outcome: Outcome) -> None:
        ids = [message["MessageId"] for message in batch]
        failed = failed_items(outcome, ids, reports_failures=self._mapping.reports_failures)
        done = [message["ReceiptHandle"] for message in batch if message["MessageId"] not in failed]
        for first in range(0, len(done), SQS_BATCH):
            # A message whose flight has ended meanwhile is not deleted: it is somebody else's now.
            self._sqs.delete_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(index), "ReceiptHandle": handle}
                    for index, handle in enumerate(done[first : first + SQS_BATCH])
                ],
            )

    def _wait_for_an_end(self) -> None:
        self._freed.clear()
        self._freed.wait()


def _groups(batch: Sequence["MessageTypeDef"]) -> set[str]:
    """Return the message groups of a FIFO queue's batch; a standard queue's have none that bind."""
    return {
        message["Attributes"]["MessageGroupId"]
        for message in batch
        if "SequenceNumber" in message["Attributes"]
    }
