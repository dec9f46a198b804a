"""Whether a machine's states lead somewhere: no transition to nowhere, no state nobody reaches, an end.

https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html
"""

from collections.abc import Iterator, Sequence
from typing import Final

from local.moto_fixes.stepfunctions.definitions.finding import TARGET, Fields, Finding, State

#: The types of states that a transition leads on from, or End ends.
GOING_ON: Final = ("Task", "Pass", "Wait", "Parallel", "Map")


def check(machine: Fields, location: str, states: Sequence[State]) -> Iterator[Finding]:
    """Yield what is wrong with the transitions between the states of one machine."""
    names = {state.name for state in states}
    where = "" if location == "/" else location
    start = machine["StartAt"]
    if start not in names:
        yield Finding(f"Missing 'Next' target: {start}", f"{where}/StartAt", TARGET)
        return
    missing = [
        Finding(f"Missing 'Next' target: {target}", state.at(field), TARGET)
        for state in states
        for field, target in _targets(state)
        if target not in names
    ]
    yield from missing
    yield from _dead_ends(states)
    if not missing:
        yield from _unreachable(start, states)
    if not any(state.type in ("Succeed", "Fail") or state.fields.get("End") is True for state in states):
        yield Finding("There is no terminal state", f"{where}/States")


def _targets(state: State) -> Iterator[tuple[str, str]]:
    """Yield where a state may lead to, each with the field that says so."""
    for field in ("Next", "Default"):
        if field in state.fields:
            yield field, state.fields[field]
    for field in ("Choices", "Catch"):
        for number, rule in enumerate(state.fields.get(field, ())):
            if "Next" in rule:
                yield f"{field}[{number}]/Next", rule["Next"]


def _dead_ends(states: Sequence[State]) -> Iterator[Finding]:
    for state in states:
        if state.type not in GOING_ON:
            continue
        ends = state.fields.get("End") is True
        if ends == ("Next" in state.fields):
            yield Finding("Exactly one of the fields 'Next' and 'End' is required", state.location)


def _unreachable(start: str, states: Sequence[State]) -> Iterator[Finding]:
    by_name = {state.name: state for state in states}
    reached, left = {start}, [start]
    while left:
        for _, target in _targets(by_name[left.pop()]):
            if target not in reached:
                reached.add(target)
                left.append(target)
    for state in states:
        if state.name not in reached:
            yield Finding(f'State "{state.name}" is not reachable.', state.location, TARGET)
