"""All the checks of a definition, from the top down into its branches and iterations."""

import json
from collections.abc import Iterator

from local.moto_fixes.stepfunctions.definitions import fields, maps, resources, shapes, transitions
from local.moto_fixes.stepfunctions.definitions.finding import DUPLICATE, INVALID_JSON, Fields, Finding, State

_LANGUAGES = ("JSONPath", "JSONata")


def check(definition: str, *, express: bool) -> list[Finding]:
    """Return what is wrong with a definition; no more than its shape, where that is wrong already."""
    try:
        machine = json.loads(definition)
    except ValueError as error:
        return [Finding(str(error), "/", INVALID_JSON)]
    if not isinstance(machine, dict):
        return [Finding("Definition must be a valid JSON object", "/")]
    if misshapen := list(shapes.check(machine, "/")):
        return misshapen
    language = str(machine.get("QueryLanguage", "JSONPath"))
    if language not in _LANGUAGES:
        return [Finding(f"QueryLanguage is one of {', '.join(_LANGUAGES)}", "/QueryLanguage")]
    return list(_check_machine(machine, "/", language, set(), express=express))


def _check_machine(
    machine: Fields, location: str, language: str, seen: set[str], *, express: bool
) -> Iterator[Finding]:
    missing = [name for name in ("States", "StartAt") if not machine.get(name)]
    if missing:
        yield Finding(f"These fields are required: [{', '.join(missing)}]", location)
        return
    where = "" if location == "/" else location
    states = [
        State(name, each, f"{where}/States/{name}", str(each.get("QueryLanguage", language)), express)
        for name, each in machine["States"].items()
    ]
    yield from transitions.check(machine, location, states)
    for state in states:
        if state.name in seen:
            yield Finding(f"Duplicate State name: {state.name}", state.location, DUPLICATE)
        seen.add(state.name)
        if language == "JSONata" and state.language != "JSONata":
            yield Finding(
                "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
                state.location,
            )
            continue
        yield from _check_state(state, seen)


def _check_state(state: State, seen: set[str]) -> Iterator[Finding]:
    yield from fields.check(state)
    if state.type == "Task":
        yield from resources.check(state)
    if state.type == "Map":
        yield from maps.check(state)
    for place, machine, express in state.machines():
        yield from _check_machine(machine, place, state.language, seen, express=express)
