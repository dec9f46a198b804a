"""Whether an answer has what a sample expects of it: the expected parts, and whatever else besides."""

import json
from collections.abc import Iterator

from pydantic import JsonValue

#: So much of a value is shown where it is not what was expected, in characters.
SHOWN = 200


class NoSuchPart(LookupError):
    """An answer has nothing under a path; the message says where it ends."""


def differences(expected: JsonValue, answer: JsonValue, where: str = "") -> Iterator[str]:
    """Yield a line for each part of `expected` that the answer has not.

    An object has to have the expected members, and may have more. A list has to have the expected elements,
    in this order, and may have others between them; an empty list is matched by an empty one alone.
    """
    match expected, answer:
        case dict(), dict():
            for name, part in expected.items():
                path = f"{where}.{name}" if where else name
                if name in answer:
                    yield from differences(part, answer[name], path)
                else:
                    yield f"{path} is missing"
        case list(), list() if expected:
            rest = iter(answer)
            for element in expected:
                if all(any(differences(element, other)) for other in rest):
                    yield f"{where or 'the answer'} has no {_shown(element)} here: {_shown(answer)}"
                    return
        case _ if expected != answer or isinstance(expected, bool) is not isinstance(answer, bool):
            yield f"{where or 'the answer'} is {_shown(answer)}, expected was {_shown(expected)}"


def part_of(answer: JsonValue, path: str) -> JsonValue:
    """Return what lies under a path of names and positions, such as `approvals.0.id`. Raises NoSuchPart."""
    part = answer
    for name in path.split("."):
        if isinstance(part, dict) and name in part:
            part = part[name]
        elif isinstance(part, list) and name.isdecimal() and int(name) < len(part):
            part = part[int(name)]
        else:
            raise NoSuchPart(f"there is no {name} of {path} in {_shown(answer)}")
    return part


def _shown(value: JsonValue) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
