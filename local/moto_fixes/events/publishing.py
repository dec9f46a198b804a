"""moto brings events to their targets within PutEvents, raises what goes wrong there, and leaves much out.

moto 5.2.5, `events/models.py: EventsBackend.put_events` and `Rule.send_to_targets`: a disabled rule and one
without a pattern receive events; patterns see the time as a number; an entry may be of any size, its detail
any JSON; a target that is not a queue, a log group or a bus fails the call. Here PutEvents answers when its
entries are kept, and whoever registered with `set_deliverer` brings the events on. Can go when moto does so.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html

Shown by test_a_rules_queue_receives_the_whole_event
in tests/flow/local/test_engine_events.py.
"""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moto.core.utils import unix_time
from moto.events.exceptions import ValidationException
from moto.events.models import EventBus, EventsBackend
from moto.moto_api._internal import mock_random

from local.moto_fixes.events.deliverer import Event, Match, deliver
from local.moto_fixes.mend import replace

MOST_ENTRIES: Final = 10
#: What all entries of a request have to stay under, in bytes.
ENTRIES_BYTES: Final = 1024 * 1024
#: What a time in an entry counts for, in bytes.
TIME_BYTES: Final = 14
ENABLED: Final = ("ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")


def install() -> None:
    """Mend moto."""
    replace(EventsBackend, "put_events", _put_events)


def publish(bus: EventBus, event: Event, *, forwarded: bool = False) -> None:
    """Put an event on a bus: every rule that matches it has it for each of its targets.

    Args:
        bus: moto's bus.
        event: as its rules' targets are to see it.
        forwarded: whether a rule of another bus sent it.
    """
    for rule in list(bus.rules.values()):
        if rule.state in ENABLED and rule.event_pattern.dump() and rule.event_pattern.matches_event(event):  # type: ignore[arg-type]  # moto's own type knows its flaws
            for target in list(rule.targets):
                deliver(Match(rule.arn, target, event, forwarded))  # type: ignore[arg-type]  # validated by PutTargets


def new_event(
    *, account: str, region: str, source: str, detail_type: str, detail: object, **others: object
) -> Event:
    """Return an event that happens now; `others` takes the place of its time and resources."""
    return {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": detail_type,
        "source": source,
        "account": account,
        "time": timestamp(unix_time()),
        "region": region,
        "resources": [],
        "detail": detail,
        **others,
    }


def timestamp(instant: float) -> str:
    """Return an instant, in seconds since the epoch, as events write it."""
    return dt.datetime.fromtimestamp(instant, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _put_events(backend: EventsBackend, events: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    if not 1 <= len(events) <= MOST_ENTRIES:
        raise ValidationException(
            "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
            f"Member must have length between 1 and {MOST_ENTRIES}"
        )
    if sum(map(_bytes, events)) >= ENTRIES_BYTES:
        raise ValidationException("Total size of the entries in the request is over the limit.")
    return [_put(backend, entry) for entry in events]


def _put(backend: EventsBackend, entry: Mapping[str, Any]) -> dict[str, str]:
    for code, message in _flaws(entry):
        return {"ErrorCode": code, "ErrorMessage": message}
    bus = backend.describe_event_bus(backend._normalize_event_bus_arn(entry.get("EventBusName")))
    event = new_event(
        account=backend.account_id,
        region=backend.region_name,
        source=entry["Source"],
        detail_type=entry["DetailType"],
        detail=json.loads(entry["Detail"]),
        time=timestamp(float(entry.get("Time") or unix_time())),
        resources=entry.get("Resources") or [],
    )
    publish(bus, event)
    return {"EventId": str(event["id"])}


def _flaws(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the error codes an entry is refused with, and what they mean."""
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            yield "InvalidArgument", reason
    try:
        detail = json.loads(entry.get("Detail") or "")
    except ValueError:
        detail = None
    if not isinstance(detail, dict):
        yield "MalformedDetail", "Detail is malformed."


def _bytes(entry: Mapping[str, Any]) -> int:
    texts = [entry.get(name) or "" for name in ("Source", "DetailType", "Detail")]
    texts += entry.get("Resources") or []
    return sum(len(text.encode()) for text in texts) + (TIME_BYTES if entry.get("Time") else 0)
