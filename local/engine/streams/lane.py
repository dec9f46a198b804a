"""Reads one lane of a shard: batch after batch, each one until it is done with or given up.

A shard has one lane, or several, between which its records are divided by their key. What fails holds up its
lane, so that the order of records with the same key is kept.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

import json
import zlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from local.engine.environment import Outcome
from local.engine.invocations.invoker import Throttled
from local.engine.queues.batch_answer import failed_items
from local.engine.streams.discarded import Condition, Discarded
from local.engine.streams.source import Record, Source
from local.engine.streams.stream_mapping import StreamMapping
from local.hub import Hub

#: Seconds before a failed batch is tried again; each further wait is twice as long, never over the longest.
#: AWS says that Lambda backs off, and no numbers.
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0

#: Seconds after which a place in a stream is asked for anew: Kinesis forgets it after five minutes.
ITERATORS_LIFE = 240.0

#: The largest event a function is given, in bytes.
#: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LARGEST_EVENT = 6 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """Which part of a stream a lane reads.

    Attributes:
        shard: the shard's id.
        number: of the lane, from 0.
        of: how many lanes the shard has.
    """

    shard: str
    number: int
    of: int

    def has(self, record: Record) -> bool:
        """Tell whether a record of the shard belongs to this lane."""
        return zlib.crc32(record.key.encode()) % self.of == self.number


class Lane:
    """One lane.

    Args:
        hub: gives the turns and the time.
        source: the stream.
        mapping: what to do with its records.
        place: which of them.
        position: the sequence number after which to begin; None for the oldest record.
        passes: whether a record passes the mapping's filters.
        invoke: invokes a function, by its ARN, with a payload. Raises Throttled.
        discard: is told of batches that are given up.
    """

    def __init__(
        self,
        hub: Hub,
        source: Source,
        mapping: StreamMapping,
        place: Place,
        position: str | None,
        *,
        passes: Callable[[Record], bool],
        invoke: Callable[[str, bytes], Outcome],
        discard: Callable[[Discarded], None],
    ) -> None:
        self._hub = hub
        self._source = source
        self._mapping = mapping
        self._place = place
        self._passes = passes
        self._invoke = invoke
        self._discard = discard
        #: The sequence number up to which all records are done with.
        self.position = position
        self.stopping = hub.signal()
        self._iterator: str | None = None
        self._iterator_since = 0.0
        #: The sequence number up to which all records were read.
        self._read = position
        #: Records that were read and belong to later batches.
        self._ahead: deque[Record] = deque()

    def run(self) -> None:
        """Work until told to stop; a batch that is under way then is not tried again.

        Raises the ClientError of a stream that cannot be read; run again, it goes on where it was.
        """
        self._iterator, self._read = None, self.position
        self._ahead.clear()
        while not self.stopping.is_set():
            batch = self._collect()
            if not self.stopping.is_set():
                passing = [record for record in batch if self._passes(record)]
                self._work_off(passing, retries=0)
                if not passing or self.position == passing[-1].sequence_number:
                    self._leave_behind(batch)

    def stop(self) -> None:
        """Begin no further batch, and wait no longer."""
        self.stopping.set()
        self._source.wake()

    # -- reading -------------------------------------------------------------------------------------

    def _collect(self) -> list[Record]:
        """Return the next batch: as many records as it may have, within the window the first of them opens.

        Records that do not pass the filters are in it, and count for nothing.
        """
        batch: list[Record] = []
        wanted, room, closes = self._mapping.batch_size, LARGEST_EVENT, None
        while wanted and not self.stopping.is_set():
            arrival, record = self._source.next_arrival(), self._peek()
            if record is None:
                left = self._mapping.window if closes is None else closes - self._hub.now()
                if batch and (closes is None or left <= 0):
                    break
                arrival.wait(left if batch else None)
                continue
            if self._passes(record):
                size = len(json.dumps(record.event))
                if size > room and closes is not None:
                    break
                closes = self._hub.now() + self._mapping.window if closes is None else closes
                wanted, room = wanted - 1, room - size
            batch.append(self._ahead.popleft())
        return batch

    def _peek(self) -> Record | None:
        """Return the next record of this lane, None if it has not arrived yet."""
        while not self._ahead:
            if self._iterator is None or self._hub.now() - self._iterator_since > ITERATORS_LIFE:
                self._iterator = self._source.iterator(self._place.shard, self._read)
            page = self._source.read(self._place.shard, self._iterator, self._mapping.batch_size)
            self._iterator, self._iterator_since = page.iterator, self._hub.now()
            if not page.records:
                return None
            self._read = page.records[-1].sequence_number
            self._ahead.extend(record for record in page.records if self._place.has(record))
        return self._ahead[0]

    # -- working -------------------------------------------------------------------------------------

    def _work_off(self, records: Sequence[Record], retries: int) -> None:
        """Invoke the function until it is done with the records, or they are given up.

        Args:
            records: of one batch, or of a part of it.
            retries: that they have had already.
        """
        wait, invocations, outcome = FIRST_WAIT, 0, None
        while (records := self._not_too_old(records, invocations, outcome)) and not self.stopping.is_set():
            try:
                outcome = self._invoke(self._mapping.function, _event(records))
            except Throttled:
                wait = self._back_off(wait)
                continue
            invocations += 1
            done = self._count_done(records, outcome)
            self._leave_behind(records[:done])
            records = records[done:]
            if not records or (done and self._mapping.bisects):
                continue
            if len(records) > 1 and self._mapping.bisects:
                half = len(records) // 2
                self._work_off(records[:half], retries)
                records, invocations, outcome = records[half:], 0, None
                continue
            if retries >= self._mapping.retries:
                self._give_up(records, Condition.RETRIES, invocations, outcome)
                return
            retries += 1
            wait = self._back_off(wait)

    def _count_done(self, records: Sequence[Record], outcome: Outcome) -> int:
        """Return how many records the function is done with: those before the first that failed."""
        numbers = [record.sequence_number for record in records]
        failed = failed_items(outcome, numbers, reports_failures=self._mapping.reports_failures)
        return next((index for index, number in enumerate(numbers) if number in failed), len(numbers))

    def _not_too_old(
        self, records: Sequence[Record], invocations: int, outcome: Outcome | None
    ) -> Sequence[Record]:
        """Give up the records that are too old, which are the first of them, and return the others."""
        oldest = self._hub.now() - min(self._mapping.age, self._source.retention)
        fresh = [record for record in records if record.arrived >= oldest]
        if len(fresh) < len(records):
            self._give_up(records[: len(records) - len(fresh)], Condition.AGE, invocations, outcome)
        return fresh

    def _give_up(
        self, records: Sequence[Record], condition: Condition, invocations: int, outcome: Outcome | None
    ) -> None:
        self._discard(Discarded(self._place.shard, records, condition, invocations, outcome))
        self._leave_behind(records)

    def _leave_behind(self, records: Sequence[Record]) -> None:
        if records:
            self.position = records[-1].sequence_number

    def _back_off(self, wait: float) -> float:
        self.stopping.wait(wait)
        return min(2 * wait, LONGEST_WAIT)


def _event(records: Sequence[Record]) -> bytes:
    return json.dumps({"Records": [record.event for record in records]}).encode()
