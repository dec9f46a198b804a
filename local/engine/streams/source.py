"""What a poller asks of a stream, whatever service has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from local.hub import Signal

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


@dataclass(frozen=True)
class Record:
    """One record of a shard.

    Attributes:
        sequence_number: its place in the shard.
        key: of the records with the same key the order is kept, also where a shard is read in several lanes.
        arrived: when it came into the stream, in seconds since the epoch.
        event: as a function gets it.
        filtered: as filters see it.
    """

    sequence_number: str
    key: str
    arrived: float
    event: Mapping[str, object]
    filtered: Mapping[str, object]


@dataclass(frozen=True)
class Page:
    """Records that were read together.

    Attributes:
        records: in the shard's order.
        iterator: where the next page begins.
    """

    records: Sequence[Record]
    iterator: str


class Source(Protocol):
    """A stream.

    Attributes:
        retention: how long it keeps a record, in seconds.
        data: the key under which filters find a record's data.
        batch_info: what a report of a discarded batch calls the place it came from.
    """

    retention: float
    data: str
    batch_info: str

    def shards(self) -> Sequence[str]:
        """Return the ids of the shards, none of a stream that is gone."""

    def start(self, shard: str, configuration: "Configuration") -> str | None:
        """Return the sequence number after which a new mapping begins; None for the oldest record."""

    def iterator(self, shard: str, after: str | None) -> str:
        """Return where the first page after a sequence number begins; None for the oldest record."""

    def read(self, shard: str, iterator: str, limit: int) -> Page:
        """Read a page of up to so many records, none if there are none yet."""

    def next_arrival(self) -> Signal:
        """Return the signal that the next record sets, in whatever shard it arrives."""

    def wake(self) -> None:
        """Set that signal now, as if a record had arrived."""
