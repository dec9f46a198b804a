"""Works through a batch of the stream's records: device by device, and says which records come again.

What cannot be read holds nobody up: the others are counted, it alone fails, until Lambda has halved the batch
down to it and hands it to the mapping's on-failure destination.
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypedDict

from functions.offload.lambda_events import BatchAnswer, Context
from functions.offload.telemetry import logger
from functions.telemetry.accepted import Accepted, parse
from functions.telemetry.contract import Reading
from functions.telemetry.timing import Standing

#: With less time left than this no further device is begun, in seconds.
RESERVE_SECONDS = 5


class KinesisData(TypedDict):
    """The record in a record."""

    sequenceNumber: str
    data: str


class KinesisRecord(TypedDict):
    """One record of a batch."""

    kinesis: KinesisData


class KinesisEvent(TypedDict):
    """A batch."""

    Records: list[KinesisRecord]


Take = Callable[[str, Sequence[tuple[Reading, Standing]]], Counter[str]]


class Batch:
    """One invocation's records.

    Args:
        event: the batch.

    Attributes:
        counts: of readings, by what became of them.
        refused: records that failed, by the name of the error.
        oldest: when the first of the records that could be read was accepted, in milliseconds; None for none.
    """

    def __init__(self, event: KinesisEvent) -> None:
        self.counts: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._failed: set[str] = set()
        self._devices: dict[str, dict[str, Accepted]] = defaultdict(dict)
        for record in event["Records"]:
            number = record["kinesis"]["sequenceNumber"]
            try:
                accepted = parse(record["kinesis"]["data"])
            except ValueError as error:
                self._fail("a record cannot be read", error, [number])
            else:
                self._devices[accepted.device][number] = accepted
        instants = [each.accepted_at for records in self._devices.values() for each in records.values()]
        self.oldest = min(instants, default=None)

    def work_through(self, take: Take, context: Context) -> BatchAnswer:
        """Let `take` count the readings of each device, and return which records failed."""
        for device, records in self._devices.items():
            try:
                if context.get_remaining_time_in_millis() < RESERVE_SECONDS * 1000:
                    raise TimeoutError("no time left for this device")
                self.counts += take(device, [pair for each in records.values() for pair in each.readings()])
            except Exception as error:  # noqa: BLE001 - these records come again; other devices' are not to suffer
                self._fail(f"readings of {device} were not counted", error, records)
        return {"batchItemFailures": [{"itemIdentifier": number} for number in sorted(self._failed, key=int)]}

    def _fail(self, what: str, error: Exception, numbers: Iterable[str]) -> None:
        numbers = list(numbers)
        logger.error(what, exc_info=error, extra={"records": numbers})
        self.refused[type(error).__name__] += len(numbers)
        self._failed.update(numbers)
