"""Whether a definition is made of what the other checks go through: objects, lists and names in their places.

https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from local.moto_fixes.stepfunctions.definitions.finding import Finding

#: How JSON's types are called, by Python's.
_NAMES: Final[Mapping[type, str]] = {dict: "an object", list: "an array", str: "a string"}

_OF_MACHINES: Final = {"StartAt": str, "States": dict}
_OF_STATES: Final = {
    **{"Type": str, "Next": str, "Default": str, "QueryLanguage": str},
    **{"Retry": list, "Catch": list, "Choices": list, "Branches": list},
    **{"ItemProcessor": dict, "Iterator": dict, "ItemReader": dict, "ItemBatcher": dict},
    "ResultWriter": dict,
}
_OF_RULES: Final = {"Next": str, "ErrorEquals": list}
_OF_READERS: Final = {"ReaderConfig": dict}
_OF_PROCESSORS: Final = {"ProcessorConfig": dict}


def check(machine: object, location: str) -> Iterator[Finding]:
    """Yield what in a state machine, and in the machines within it, is of another type than it has to be."""
    yield from _check_fields(machine, _OF_MACHINES, location)
    if not isinstance(machine, dict) or not isinstance(machine.get("States"), dict):
        return
    where = "" if location == "/" else location
    for name, state in machine["States"].items():
        yield from _check_state(state, f"{where}/States/{name}")


def _check_state(state: object, place: str) -> Iterator[Finding]:
    yield from _check_fields(state, _OF_STATES, place)
    if not isinstance(state, dict):
        return
    for field in ("Retry", "Catch", "Choices"):
        for number, rule in enumerate(_list(state.get(field))):
            yield from _check_fields(rule, _OF_RULES, f"{place}/{field}[{number}]")
    for number, branch in enumerate(_list(state.get("Branches"))):
        yield from check(branch, f"{place}/Branches[{number}]")
    for field in ("ItemProcessor", "Iterator"):
        if isinstance(processor := state.get(field), dict):
            yield from _check_fields(processor, _OF_PROCESSORS, f"{place}/{field}")
            yield from check(processor, f"{place}/{field}")
    if isinstance(reader := state.get("ItemReader"), dict):
        yield from _check_fields(reader, _OF_READERS, f"{place}/ItemReader")


def _check_fields(value: object, types: Mapping[str, type], place: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield Finding(f"Expected {_NAMES[dict]}", place)
        return
    for field, expected in types.items():
        if field in value and not isinstance(value[field], expected):
            yield Finding(f"Expected {_NAMES[expected]}", f"{'' if place == '/' else place}/{field}")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
