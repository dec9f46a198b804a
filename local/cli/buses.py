"""Event buses as a client sees them: puts events on one, over the AWS API.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

import json
from collections.abc import Sequence
from typing import cast

from pydantic import JsonValue

from local.cli.aws_api import AwsApi
from local.cli.jobs_api import Refused
from local.cli.samples.steps import Event

#: What one call takes at most.
BATCH = 10


class Buses(AwsApi):
    """The buses of a stack.

    Args:
        url: where its AWS API is.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, service="events", target="AWSEvents", version="1.1")

    def name_of(self, short_name: str) -> str:
        """Return a bus's whole name, which may go on after `short_name` and a dash. Raises Refused."""
        listed = cast(dict[str, list[dict[str, str]]], self.call("ListEventBuses", {}))
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
            answer = cast(dict[str, list[dict[str, str]]], self.call("PutEvents", {"Entries": entries}))
            for entry in answer["Entries"]:
                if "EventId" not in entry:
                    raise Refused(f"{bus}: {entry['ErrorCode']}: {entry['ErrorMessage']}")
                ids.append(entry["EventId"])
        return ids


def _entry(bus: str, event: Event) -> JsonValue:
    return {
        "EventBusName": bus,
        "Source": event.source,
        "DetailType": event.detail_type,
        "Detail": json.dumps(event.detail),
        "Resources": [*event.resources],
    }
