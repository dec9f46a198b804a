"""References in a sample's values: `${name}` stands for something that is known only when the sample is done.

A text that is nothing but a reference becomes the value itself, whatever its kind; within a longer text the
value is written out. `${now}` and `${today}` are the time at which the sample began (UTC), `${millis}` is it
in milliseconds since the epoch, a number; each may be moved, as in `${now-90s}` or `${today-1d}`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from pydantic import JsonValue

NAME = r"[a-z][a-z0-9_]*"
_REFERENCE = re.compile(r"\$\{([^}]*)\}")
_TIME = re.compile(r"(now|today|millis)(?:([+-]\d+)([smhd]))?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def names_in(value: JsonValue) -> Iterator[str]:
    """Yield the name of each reference in a value, but for those to the time."""
    match value:
        case str():
            for name in _REFERENCE.findall(value):
                if not _TIME.fullmatch(name):
                    yield name
        case list():
            for element in value:
                yield from names_in(element)
        case dict():
            for element in value.values():
                yield from names_in(element)


class Known:
    """What the references of one sample stand for.

    Args:
        values: known from the start, by name.
        now: when the sample began.
    """

    def __init__(self, values: Mapping[str, JsonValue], now: datetime) -> None:
        self._values = dict(values)
        self._now = now.astimezone(UTC)

    def learn(self, name: str, value: JsonValue) -> None:
        """Let a name stand for a value from now on."""
        self._values[name] = value

    def fill(self, value: JsonValue) -> JsonValue:
        """Return a value with each of its references replaced. Raises KeyError for an unknown one."""
        match value:
            case str():
                whole = _REFERENCE.fullmatch(value)
                return self._value(whole[1]) if whole else self.text(value)
            case list():
                return [self.fill(element) for element in value]
            case dict():
                return {name: self.fill(element) for name, element in value.items()}
        return value

    def text(self, text: str, written: Callable[[str], str] = str) -> str:
        """Return a text with each of its references written out.

        Args:
            text: with references.
            written: how a text is written into this one.
        """
        return _REFERENCE.sub(lambda found: self._written(found[1], written), text)

    def _written(self, name: str, written: Callable[[str], str]) -> str:
        value = self._value(name)
        return written(value) if isinstance(value, str) else json.dumps(value)

    def _value(self, name: str) -> JsonValue:
        if time := _TIME.fullmatch(name):
            kind, number, unit = time.groups()
            moved = self._now + timedelta(**{_UNITS[unit]: int(number)}) if number else self._now
            match kind:
                case "today":
                    return moved.date().isoformat()
                case "millis":
                    return int(moved.timestamp() * 1000)
                case _:
                    return _instant(moved)
        return self._values[name]


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
