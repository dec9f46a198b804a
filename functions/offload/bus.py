"""Puts events on a bus. Knows EventBridge, not what the events mean.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

#: The most events a request takes.
MAX_ENTRIES = 10

#: The most bytes a request of ours has: what the service took when it took least.
MAX_BYTES = 256 * 1024

#: What EventBridge says of an event that it will never take.
_FOR_GOOD = frozenset({"InvalidArgument", "MalformedDetail"})


@dataclass(frozen=True, slots=True)
class Entry:
    """An event to be put.

    Attributes:
        source: who tells it.
        detail_type: what it tells.
        detail: the rest, as the JSON text of an object.
        at: when it happened, in seconds since the epoch; None for now.
    """

    source: str
    detail_type: str
    detail: str
    at: float | None = None

    @property
    def bytes(self) -> int:
        """What it counts for in a request."""
        texts = (self.source, self.detail_type, self.detail)
        return sum(len(text.encode()) for text in texts) + 14  # the time


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event was not taken.

    Attributes:
        code: EventBridge's name for it.
        message: in a sentence.
    """

    code: str
    message: str

    @property
    def for_good(self) -> bool:
        """Whether the same event would always be refused."""
        return self.code in _FOR_GOOD


class NotTaken(Exception):
    """The bus did not take an event; it may later."""


@dataclass(frozen=True)
class Bus:
    """An event bus.

    Args:
        client: a client of EventBridge.
        name: the bus's name.
    """

    client: "EventBridgeClient"
    name: str

    def put(self, entries: Sequence[Entry]) -> list[Refusal | None]:
        """Put up to ten events in one request; return for each None, or why it was not taken.

        A request may be taken in part. Raises ClientError where it is refused as a whole.
        """
        answer = self.client.put_events(Entries=[self._entry(entry) for entry in entries])
        return [
            Refusal(taken["ErrorCode"], taken.get("ErrorMessage", "")) if "ErrorCode" in taken else None
            for taken in answer["Entries"]
        ]

    def put_all(self, entries: Iterable[Entry]) -> None:
        """Put any number of events, in as few requests as they fit into; raises NotTaken if one is refused.

        Others may have been taken then: who puts them all again gives them names by which twice is once.
        """
        left = [
            (entry, refusal)
            for request in _requests(entries)
            for entry, refusal in zip(request, self.put(request), strict=True)
            if refusal is not None
        ]
        if left:
            entry, refusal = left[0]
            raise NotTaken(
                f"{len(left)} events, such as {entry.detail_type}: {refusal.code}: {refusal.message}"
            )

    def _entry(self, entry: Entry) -> "PutEventsRequestEntryTypeDef":
        made: PutEventsRequestEntryTypeDef = {
            "EventBusName": self.name,
            "Source": entry.source,
            "DetailType": entry.detail_type,
            "Detail": entry.detail,
        }
        if entry.at is not None:
            made["Time"] = datetime.fromtimestamp(entry.at, UTC)
        return made


def _requests(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    request: list[Entry] = []
    for entry in entries:
        if len(request) == MAX_ENTRIES or sum(each.bytes for each in [*request, entry]) > MAX_BYTES:
            yield request
            request = []
        request.append(entry)
    if request:
        yield request
