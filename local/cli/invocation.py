"""What came of invoking a function, and how people are shown it."""

import json
from dataclasses import dataclass

from pydantic import JsonValue
from rich.console import Console

from local.cli.snapshot import Change


@dataclass(frozen=True)
class Invocation:
    """What came of it.

    Attributes:
        answer: what the function returned, or its error's type and message.
        failed: whether it raised, or could not be run.
        log: the lines of its log.
        changes: what it left changed.
    """

    answer: JsonValue
    failed: bool
    log: tuple[str, ...]
    changes: tuple[Change, ...]


def report(invocation: Invocation, console: Console) -> None:
    """Print it, readable by people and unbroken for pipes."""
    sections = {
        "error" if invocation.failed else "answer": _json(invocation.answer),
        "log": "\n".join(invocation.log) or "nothing was logged",
        "what changed": "\n".join(map(_change, invocation.changes)) or "nothing",
    }
    for heading, text in sections.items():
        console.print(heading, style="bold")
        console.print(text, markup=False, soft_wrap=True)


def _change(change: Change) -> str:
    place = f"{change.place.kind} {change.place.holder} {change.place.name}"
    if change.before is None:
        return f"+ {place}\n{_indented(_json(change.after))}"
    if change.after is None:
        return f"- {place}"
    return f"~ {place}\n{_indented(_differences(change.before, change.after))}"


def _differences(before: JsonValue, after: JsonValue) -> str:
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return f"{json.dumps(before)} → {json.dumps(after)}"
    return "\n".join(
        f"{name}: {_entry(before, name)} → {_entry(after, name)}"
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )


def _entry(values: dict[str, JsonValue], name: str) -> str:
    return json.dumps(values[name], ensure_ascii=False) if name in values else "nothing"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _json(value: JsonValue) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
