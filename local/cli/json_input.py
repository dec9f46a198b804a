"""Reads JSON that a person wrote: on the command line, or in a file."""

import json
from pathlib import Path
from typing import cast

from pydantic import JsonValue

from local.cli.failure import Failure


class InvalidInput(Failure):
    """What a command was given cannot be used; the message says why, on one line."""


def parse(text: str, what: str) -> JsonValue:
    """Return the value of a JSON text; `what` names it in an error. Raises InvalidInput."""
    try:
        return cast(JsonValue, json.loads(text))
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"{what} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error


def read(path: Path) -> JsonValue:
    """Return the value of a JSON file. Raises InvalidInput."""
    return parse(_text(path), str(path))


def read_lines(path: Path) -> list[dict[str, JsonValue]]:
    """Return the objects of a file that has one on each line; empty lines are none. Raises InvalidInput."""
    objects = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            value = parse(line, f"line {number} of {path}")
            if not isinstance(value, dict):
                raise InvalidInput(f"line {number} of {path} is no JSON object")
            objects.append(value)
    return objects


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise InvalidInput(f"{path} cannot be read: {reason}") from error
