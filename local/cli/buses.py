"""Event buses as a client sees them: puts events on one, over the AWS API.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

import json
from collections.abc import Sequence
from types import TracebackType
from typing import Self, cast

import httpx
from pydantic import JsonValue

from local.cli.jobs_api import TIMEOUT_SECONDS, NothingListens, Refused
from local.cli.samples.steps import Event
from local.permissions.credentials import ADMINISTRATOR_KEYS
from local.signing import SignedBy

#: What one call takes at most.
BATCH = 10


class Buses:
    """The buses of a stack.

    Args:
        url: where its AWS API is.
    """

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            auth=SignedBy(*ADMINISTRATOR_KEYS, service="events"),
            timeout=TIMEOUT_SECONDS,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def name_of(self, short_name: str) -> str:
        """Return a bus's whole name, which may go on after `short_name` and a dash. Raises Refused."""
        listed = cast(dict[str, list[dict[str, str]]], self._call("ListEventBuses", {}))
        names = [bus["Name"] for bus in listed["EventBuses"]]
        found = [name for name in names if name == short_name or name.startswith(f"{short_name}-")]
        if len(found) != 1:
            raise Refused(f"{short_name} is not the name of one bus of {', '.join(sorted(names))}")
        return found[0]

    def put(self, bus: str, events: Sequence[Event]) -> list[str]:
        """Put events on a bus, in this order, and return their ids. Raises Refused if it took not all."""
        ids = []
        for start in range(0, len(events), BATCH):
            entries: list[JsonValue] = [_entry(bus, event) for event in events[start : start + BATCH]]
            answer = cast(dict[str, list[dict[str, str]]], self._call("PutEvents", {"Entries": entries}))
            for entry in answer["Entries"]:
                if "EventId" not in entry:
                    raise Refused(f"{bus}: {entry['ErrorCode']}: {entry['ErrorMessage']}")
                ids.append(entry["EventId"])
        return ids

    def _call(self, operation: str, body: JsonValue) -> JsonValue:
        headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"AWSEvents.{operation}"}
        try:
            response = self._http.post("/", content=json.dumps(body), headers=headers)
        except httpx.TransportError as error:
            raise NothingListens(f"nothing answers on {self._http.base_url}") from error
        if not response.is_success:
            raise Refused.because(response)
        return cast(JsonValue, response.json())


def _entry(bus: str, event: Event) -> JsonValue:
    return {
        "EventBusName": bus,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(event.detail),
        "Resources": [*event.resources],
    }
