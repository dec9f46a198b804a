"""Works on batches of a queue's messages: invokes their function, and deletes what that has done.

Knows neither how messages are received nor how many invocations there may be.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from local.engine.environment import Outcome
from local.engine.invocations.invoker import Throttled
from local.engine.queues import sqs_records
from local.engine.queues.batch_answer import complaint, failed_items
from local.engine.queues.poller_scale import PollerScale
from local.engine.queues.queue_mapping import QueueMapping
from local.engine.queues.sqs_records import Record
from local.hub import Hub

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

#: Seconds before a throttled invocation is tried again; each further wait is twice as long.
THROTTLED_WAIT: Final = 1.0


class QueueBatches:
    """The batches of one mapping.

    Args:
        hub: gives the turns.
        scale: learns how the invocations end.
        invoke: invokes a function, by its ARN, with a payload. Raises Throttled.
        delete: deletes messages from the queue.
        tell: hears, in a line, why messages go back to the queue though no handler said so.
    """

    def __init__(
        self,
        hub: Hub,
        scale: PollerScale,
        *,
        invoke: Callable[[str, bytes], Outcome],
        delete: Callable[[Iterable["MessageTypeDef"]], None],
        tell: Callable[[str], None],
    ) -> None:
        self._hub = hub
        self._scale = scale
        self._invoke = invoke
        self._delete = delete
        self._tell = tell
        self._busy_groups: set[str] = set()
        #: Set whenever groups are no longer busy.
        self._freed = hub.signal()

    def work(self, batch: Sequence[Record], mapping: QueueMapping, *, visible: float) -> None:
        """Work on a batch: in one invocation, or in as many, one after the other, as its size asks for.

        Args:
            batch: records of one receive, or of one window.
            mapping: as it was when they were received.
            visible: the instant they are visible again, in seconds since the epoch.
        """
        with self._alone_with(sqs_records.groups(batch)):
            while batch:
                records = sqs_records.fitting(batch)
                failed = self._work_on_event(records, mapping, visible)
                # What follows a failed message in its group is not tried before it.
                batch = [record for record in batch[len(records) :] if not record.groups & failed]

    def _work_on_event(self, records: Sequence[Record], mapping: QueueMapping, visible: float) -> set[str]:
        """Invoke the function once and delete what was done; return the groups of what failed."""
        outcome = self._invoke_patiently(records, mapping, visible)
        if outcome is None:
            return sqs_records.groups(records)
        ids = [record.id for record in records]
        if mapping.reports_failures and not outcome.failed and (wrong := complaint(outcome, ids)):
            self._tell_of(records, mapping, f"come back: its answer is malformed, {wrong}")
        if outcome.failed and not mapping.reports_failures:
            self._scale.failed(self._hub.now(), mapping.maximum_concurrency)
        else:
            self._scale.succeeded()
        named = failed_items(outcome, ids, reports_failures=mapping.reports_failures)
        self._delete(record.message for record in records if record.id not in named)
        return sqs_records.groups(record for record in records if record.id in named)

    def _invoke_patiently(
        self, records: Sequence[Record], mapping: QueueMapping, visible: float
    ) -> Outcome | None:
        """Invoke the function; None if that is not to be had before the messages are visible again."""
        payload, wait = sqs_records.event(records), THROTTLED_WAIT
        while True:
            try:
                return self._invoke(mapping.function, payload)
            except Throttled:
                if wait == THROTTLED_WAIT:
                    self._tell_of(records, mapping, "wait, received but not tried: it is throttled")
                self._scale.failed(self._hub.now(), mapping.maximum_concurrency)
            except ClientError as error:
                if error.response["Error"]["Code"] != "ResourceNotFoundException":
                    raise
                self._tell_of(records, mapping, "come back: there is no such function")
                return None
            if self._hub.now() + wait >= visible:
                return None
            self._hub.sleep(wait)
            wait *= 2

    @contextmanager
    def _alone_with(self, groups: set[str]) -> Iterator[None]:
        """Let no other invocation have messages of these groups meanwhile.

        SQS sees to that while messages are in flight, but a function can end their flight before its own end.
        """
        while groups & self._busy_groups:
            self._freed.clear()
            self._freed.wait()
        self._busy_groups |= groups
        try:
            yield
        finally:
            self._busy_groups -= groups
            self._freed.set()

    def _tell_of(self, records: Sequence[Record], mapping: QueueMapping, what: str) -> None:
        self._tell(f"{len(records)} message(s) for {mapping.function_name} {what}")
