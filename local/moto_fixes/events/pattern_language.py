"""EventBridge's language of event patterns: which events a pattern matches, and which patterns are none.

A pattern has the shape of the events it matches, with arrays of wanted values at its leaves. It knows nothing
of rules, and serves whatever filters in this language: rules, and Lambda's filter criteria.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

import functools
import json
from collections.abc import Callable, Iterator, Mapping

from local.moto_fixes.events.pattern_operators import InvalidPattern, Test, comparison, equals

#: Tells whether an event, or a part of one, is as a pattern wants it.
Matcher = Callable[[object], bool]
#: Tells the same of the values of one field, none if the event has no such field.
_FieldTest = Callable[[list[object]], bool]


@functools.lru_cache(maxsize=1024)
def read_pattern(text: str) -> Matcher:
    """Return the meaning of a pattern written as JSON. Raises InvalidPattern with the reason."""
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise InvalidPattern(f"Invalid JSON: {error}") from None
    if not isinstance(pattern, dict):
        raise InvalidPattern("Filter is not an object")
    return _object(pattern)


def _object(pattern: Mapping[str, object]) -> Matcher:
    """Match an object that has all fields the pattern names; of an array, one element has to."""
    if not pattern:
        raise InvalidPattern("Empty objects are not allowed")
    tests = [
        _alternatives(value) if name == "$or" else _field(name, value) for name, value in pattern.items()
    ]
    return lambda node: any(all(test(each) for test in tests) for each in _objects(node))


def _alternatives(patterns: object) -> Matcher:
    if not isinstance(patterns, list) or not patterns or not all(isinstance(each, dict) for each in patterns):
        raise InvalidPattern('"$or" must be an array of objects')
    matchers = [_object(each) for each in patterns]
    return lambda node: any(matches(node) for matches in matchers)


def _field(name: str, wanted: object) -> Matcher:
    if isinstance(wanted, dict):
        inner = _object(wanted)
        return lambda node: inner(_child(node, name))
    if not isinstance(wanted, list):
        raise InvalidPattern(f'"{name}" must be an object or an array')
    if not wanted:
        raise InvalidPattern("Empty arrays are not allowed")
    tests = [_leaf(each) for each in wanted]

    def matches(node: object) -> bool:
        values = list(_values(_child(node, name)))
        return any(test(values) for test in tests)

    return matches


def _leaf(wanted: object) -> _FieldTest:
    if not isinstance(wanted, dict):
        return _any(equals(wanted))
    if len(wanted) != 1:
        raise InvalidPattern("Only one key allowed in match expression")
    ((name, operand),) = wanted.items()
    if name != "exists":
        return _any(comparison(name, operand))
    if not isinstance(operand, bool):
        raise InvalidPattern("exists match pattern must be either true or false")
    return lambda values: bool(values) is operand


def _any(test: Test) -> _FieldTest:
    return lambda values: any(map(test, values))


class _Absent:
    """Stands for a field that an event does not have."""


def _child(node: object, name: str) -> object:
    return node.get(name, _Absent) if isinstance(node, Mapping) else _Absent


def _objects(node: object) -> Iterator[object]:
    """Yield what a pattern's fields may be looked for in: an absent object lacks them all."""
    if isinstance(node, list):
        for each in node:
            yield from _objects(each)
    else:
        yield node


def _values(node: object) -> Iterator[object]:
    """Yield the values a field has: those of an array, none for an object, which is no leaf."""
    if isinstance(node, list):
        for each in node:
            yield from _values(each)
    elif node is not _Absent and not isinstance(node, Mapping):
        yield node
