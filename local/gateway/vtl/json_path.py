"""JSONPath as far as templates use it: paths to one place, such as `$`, `$.order.lines[0]` and `$['a-b']`.

https://goessner.net/articles/JsonPath/
"""

import re

STEP = re.compile(r"\.([\w-]+)|\['([^']+)'\]|\[\"([^\"]+)\"\]|\[(\d+)\]")


class UnsupportedPath(ValueError):
    """A path that may lead to several places: filters, wildcards, slices."""


def find(document: object, path: str) -> object | None:
    """Return what lies at `path`, None where there is nothing. Raises UnsupportedPath."""
    value: object | None = document
    for step in _steps(path):
        match value, step:
            case dict(), str():
                value = value.get(step)
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                return None
    return value


def _steps(path: str) -> list[str | int]:
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        match = STEP.match(path, position)
        if match is None:
            break
        name = match[1] or match[2] or match[3]
        steps.append(name if name is not None else int(match[4]))
        position = match.end()
    if not path.startswith("$") or position < len(path):
        raise UnsupportedPath(f"the local gateway follows no JSONPath such as {path!r}")
    return steps
