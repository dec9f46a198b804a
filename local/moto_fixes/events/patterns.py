"""moto knows a part of the language of event patterns, and takes what is no pattern.

moto 5.2.5, `events/models.py: EventPattern`: fields of objects in arrays are not found, true equals 1 and
300 equals 300.0, "exists" is true of an object, an unknown operator matches everything, only the outermost
shape is validated; `EventsBackend.test_event_pattern` is missing. Can go when moto reads the whole language.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html

Shown by test_a_prefix
in tests/conformance/eventbridge/test_patterns.py.
"""

import json
from collections.abc import Mapping
from typing import Final

from moto.events.exceptions import InvalidEventPatternException, ValidationException
from moto.events.models import EventPattern
from moto.events.responses import EventsHandler

from local.moto_fixes.events.pattern_language import Matcher, read_pattern
from local.moto_fixes.events.pattern_operators import InvalidPattern
from local.moto_fixes.mend import replace

#: What an event needs to be tested against a pattern.
MANDATORY_FIELDS: Final = ("id", "account", "source", "time", "region", "resources", "detail-type")

_moto_load = EventPattern.load.__func__  # type: ignore[attr-defined]  # the function within the classmethod


def install() -> None:
    """Mend moto."""
    replace(EventPattern, "load", classmethod(_load))
    replace(EventPattern, "matches_event", _matches_event)
    replace(EventsHandler, "test_event_pattern", _test_event_pattern)


def _load(cls: type[EventPattern], raw_pattern: str | None) -> EventPattern:
    if raw_pattern:
        _read(raw_pattern)
    pattern: EventPattern = _moto_load(cls, raw_pattern)
    return pattern


def _matches_event(pattern: EventPattern, event: Mapping[str, object]) -> bool:
    raw_pattern = pattern.dump() or (json.dumps(pattern.get_pattern()) if pattern.get_pattern() else None)
    return _read(raw_pattern)(event) if raw_pattern else True


def _read(raw_pattern: str) -> Matcher:
    try:
        return read_pattern(raw_pattern)
    except InvalidPattern as error:
        raise InvalidEventPatternException(str(error)) from None


def _test_event_pattern(response: EventsHandler) -> str:
    matches = _read(response._get_param("EventPattern"))
    try:
        event = json.loads(response._get_param("Event"))
    except ValueError:
        raise ValidationException("Parameter Event is not valid. Reason: Invalid JSON.") from None
    if not isinstance(event, dict) or not all(event.get(field) is not None for field in MANDATORY_FIELDS):
        raise ValidationException(
            f"Parameter Event is not valid. Reason: Mandatory fields are {', '.join(MANDATORY_FIELDS)}."
        )
    return json.dumps({"Result": matches(event)})
