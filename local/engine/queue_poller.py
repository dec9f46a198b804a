"""Polls one queue for one function: takes batches, invokes, deletes what was done.

What failed is left alone: it becomes visible when its visibility timeout ends, which the function may set.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError
from moto.sqs.models import sqs_backends

from local.engine import sqs_records
from local.engine.batch_answer import complaint, failed_items
from local.engine.environment import Outcome
from local.engine.filter_criteria import decoded
from local.engine.invoker import Throttled
from local.engine.poller_scale import PollerScale
from local.engine.queue_mapping import QueueMapping
from local.hub import FOREVER, Hub
from local.moto_fixes.sqs.queue import IndexedQueue
from local.permissions import Principal, client_of

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: The most messages SQS gives or deletes in one call.
SQS_BATCH = 10

#: Seconds until a queue that the function's role may not receive from is asked again; AWS names no number.
DENIED_WAIT = 60.0

#: Seconds before a throttled invocation is tried again; each further wait is twice as long.
THROTTLED_WAIT = 1.0


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
        self._invoke = invoke
        self._tell = tell
        _, _, _, region, account, name = self._mapping.queue.split(":")
        self._queue = cast(IndexedQueue, sqs_backends[account][region].queues[name])
        self._url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        self._stopped = True
        self._polling = False
        self._awake = False
        self._running = 0
        self._scale = PollerScale(fifo=self._mapping.fifo)
        self._busy_groups: set[str] = set()
        #: Set whenever an invocation has ended.
        self._freed = hub.signal()

    def follow(self, configuration: "Configuration") -> None:
        """Poll as `configuration` says from now on."""
        self._mapping = QueueMapping.read(configuration)
        self._stopped = False
        if not self._polling:
            self._polling = True
            self._hub.spawn(self._poll, f"poller of {self._mapping.queue}")

    def stop(self) -> None:
        """Take no more messages; those taken are still worked on."""
        self._stopped = True

    # -- taking --------------------------------------------------------------------------------------

    def _poll(self) -> None:
        try:
            while self._arrived(FOREVER):
                if self._has_room():
                    self._begin(self._collect())
        finally:
            self._polling = False

    def _arrived(self, timeout: float) -> bool:
        """Wait until the queue has a message to give; tell whether this poller may take it."""
        if not self._queue.wait_for_message(0):
            self._scale.drained()
            self._awake = False
        return self._queue.wait_for_message(timeout) and not self._stopped and not self._queue.deleted

    def _has_room(self) -> bool:
        """Tell whether another invocation may begin; if not, wait until that may have changed."""
        now, maximum = self._hub.now(), self._mapping.maximum_concurrency
        limit = self._scale.limit(now, maximum)
        if self._running < limit:
            return True
        self._scale.backlog(now)
        self._wait_for_an_end(timeout=1.0 if self._scale.limit(now + 1.0, maximum) > limit else None)
        return False

    def _collect(self) -> list["MessageTypeDef"]:
        """Take what a batch may have, by number and size, within the window that its first message opens."""
        mapping = self._mapping
        batch = self._receive(mapping.batch_size)
        closes = self._hub.now() + mapping.window
        while (wanted := mapping.batch_size - len(batch)) and self._hub.now() < closes:
            if self._fitting(batch) < len(batch) or not self._arrived(closes - self._hub.now()):
                break
            batch += self._receive(wanted)
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
            self._denied(error)
            self._hub.sleep(DENIED_WAIT)
            return []
        passed = [message for message in messages if self._passes(message)]
        self._delete(message for message in messages if message not in passed)
        return passed

    def _passes(self, message: "MessageTypeDef") -> bool:
        record = sqs_records.record(message, queue_arn=self._mapping.queue)
        return self._mapping.filters.matches({**record, "body": decoded(message["Body"])})

    def _fitting(self, batch: Sequence["MessageTypeDef"]) -> int:
        return sqs_records.fitting(self._records(batch))

    def _records(self, batch: Sequence["MessageTypeDef"]) -> list[bytes]:
        return [sqs_records.in_json(message, queue_arn=self._mapping.queue) for message in batch]

    # -- working -------------------------------------------------------------------------------------

    def _begin(self, batch: list["MessageTypeDef"]) -> None:
        if batch:
            self._running += 1
            self._hub.spawn(partial(self._work, batch), f"batch of {self._mapping.queue}")

    def _work(self, batch: list["MessageTypeDef"]) -> None:
        """Work on a batch: in one invocation, or in as many, one after the other, as its size asks for."""
        visible = self._hub.now() + self._queue.visibility_timeout
        try:
            with self._alone_with(_groups(batch)):
                while batch:
                    count = self._fitting(batch)
                    failed = self._work_on_event(batch[:count], visible)
                    batch = [message for message in batch[count:] if not _groups([message]) & failed]
        finally:
            self._running -= 1
            self._freed.set()

    def _work_on_event(self, messages: Sequence["MessageTypeDef"], visible: float) -> set[str]:
        """Invoke the function once and delete what was done; return the groups of which a message failed."""
        outcome = self._invoke_patiently(messages, visible)
        if outcome is None:
            return _groups(messages)
        ids, reports_failures = [message["MessageId"] for message in messages], self._mapping.reports_failures
        wrong = complaint(outcome, ids) if reports_failures and not outcome.failed else None
        if wrong is not None:
            self._tell_of(messages, f"come back: its answer is malformed, {wrong}")
        if outcome.failed and not reports_failures:
            self._back_off()
        else:
            self._scale.succeeded()
        named = failed_items(outcome, ids, reports_failures=reports_failures)
        failed = [message for message in messages if message["MessageId"] in named]
        self._delete(message for message in messages if message not in failed)
        return _groups(failed)

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

    def _invoke_patiently(self, messages: Sequence["MessageTypeDef"], visible: float) -> Outcome | None:
        """Invoke the function; None if it was throttled until the messages were `visible` again."""
        payload, wait = sqs_records.event(self._records(messages)), THROTTLED_WAIT
        while True:
            try:
                return self._invoke(self._mapping.function, payload)
            except Throttled:
                if wait == THROTTLED_WAIT:
                    self._tell_of(messages, "wait, received but not tried: it is throttled")
                self._back_off()
            if self._hub.now() + wait >= visible:
                return None
            self._hub.sleep(wait)
            wait *= 2

    def _back_off(self) -> None:
        self._scale.failed(self._hub.now(), self._mapping.maximum_concurrency)

    def _tell_of(self, messages: Sequence["MessageTypeDef"], what: str) -> None:
        self._tell(f"{len(messages)} message(s) for {self._mapping.function_name} {what}")

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
                self._denied(error)

    def _denied(self, error: ClientError) -> None:
        """Tell that the role lacks a permission: what is not deleted comes back. Raises any other error."""
        if error.response["Error"]["Code"] != "AccessDenied":
            raise error
        self._tell(f"The function's role lacks a permission: {error.response['Error']['Message']}")

    def _wait_for_an_end(self, timeout: float | None = None) -> None:
        self._freed.clear()
        self._freed.wait(timeout)


def _groups(batch: Sequence["MessageTypeDef"]) -> set[str]:
    """Return the message groups of a FIFO queue's batch; a standard queue's have none that bind."""
    return {
        message["Attributes"]["MessageGroupId"]
        for message in batch
        if "SequenceNumber" in message["Attributes"]
    }
