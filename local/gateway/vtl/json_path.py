"""JSONPath as templates use it, read as Jayway's JsonPath does, which API Gateway runs.

A path to one place, such as `$.order.lines[0]`, gives what lies there; one that may lead to several (`[*]`,
`..`, slices, unions) gives a list of all it finds. Filters are refused.
https://github.com/json-path/JsonPath
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_STEP = re.compile(
    r"(?P<deep>\.\.)(?P<deepname>[\w-]+|\*)"
    r"|\.(?P<name>[\w-]+|\*)"
    r"|\[(?P<names>\s*(?:'[^']*'|\"[^\"]*\")(?:\s*,\s*(?:'[^']*'|\"[^\"]*\"))*\s*)\]"
    r"|\[(?P<indexes>\s*-?\d+(?:\s*,\s*-?\d+)*\s*)\]"
    r"|\[(?P<from>-?\d*):(?P<to>-?\d*)\]"
    r"|\[(?P<all>\*)\]"
)
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
#: Leads from one value to those a step finds in it.
_Walk = Callable[[object], Iterator[object]]


class UnsupportedPath(ValueError):
    """A path that the local gateway does not follow: one with a filter or a function in it."""


@dataclass(frozen=True)
class _Step:
    """One part of a path; `definite` if it leads to one place at most."""

    walk: _Walk
    definite: bool


def find(document: object, path: str) -> object | None:
    """Return what lies at `path`, None where there is nothing. Raises UnsupportedPath."""
    steps = _steps(path)
    found = [document]
    for step in steps:
        found = [each for value in found for each in step.walk(value)]
    if all(step.definite for step in steps):
        return found[0] if found else None
    return found


def _steps(path: str) -> list[_Step]:
    steps: list[_Step] = []
    position = 1
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None:
            break
        steps.append(_step(match))
        position = match.end()
    if not path.startswith("$") or position < len(path):
        raise UnsupportedPath(f"the local gateway follows no JSONPath such as {path!r}")
    return steps


def _step(match: re.Match[str]) -> _Step:
    if match["deep"]:
        return _Step(lambda value: _deep(value, match["deepname"]), definite=False)
    if match["all"] or match["name"] == "*":
        return _Step(_children, definite=False)
    if match["name"]:
        return _named([match["name"]])
    if match["names"]:
        return _named([single or double for single, double in _QUOTED.findall(match["names"])])
    if match["indexes"]:
        indexes = [int(each) for each in match["indexes"].split(",")]
        return _Step(lambda value: _at(value, indexes), definite=len(indexes) == 1)
    start, stop = (int(match[name]) if match[name] else None for name in ("from", "to"))
    return _Step(lambda value: iter(value[start:stop] if isinstance(value, list) else ()), definite=False)


def _named(names: list[str]) -> _Step:
    def walk(value: object) -> Iterator[object]:
        if isinstance(value, dict):
            yield from (value[name] for name in names if name in value)

    return _Step(walk, definite=len(names) == 1)


def _at(value: object, indexes: list[int]) -> Iterator[object]:
    if isinstance(value, list):
        yield from (value[index] for index in indexes if -len(value) <= index < len(value))


def _children(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _deep(value: object, name: str) -> Iterator[object]:
    if name == "*":
        yield from _children(value)
    elif isinstance(value, dict) and name in value:
        yield value[name]
    for child in _children(value):
        yield from _deep(child, name)
