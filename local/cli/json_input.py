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
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file"
        raise InvalidInput(f"{path} cannot be read: {reason}") from error
    return parse(text, str(path))
