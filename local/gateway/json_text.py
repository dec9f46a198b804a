"""JSON as Java reads and writes it: no NaN, numbers of any size, characters as they are.

Numbers keep the digits they came with, so that a payload that passes through a template loses nothing.
"""

import json
from decimal import Decimal
from typing import NoReturn


class InvalidJson(ValueError):
    """Text that is not one JSON value."""


def loads(text: str) -> object:
    """Parse a JSON text; numbers with a fraction or an exponent become Decimal. Raises InvalidJson."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise InvalidJson(str(error)) from error


def dumps(value: object) -> str:
    """Write a parsed JSON value on one line, without spaces."""
    match value:
        case dict():
            members = (f"{dumps(str(name))}:{dumps(member)}" for name, member in value.items())
            return f"{{{','.join(members)}}}"
        case list() | tuple():
            return f"[{','.join(map(dumps, value))}]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _refuse(constant: str) -> NoReturn:
    raise InvalidJson(f"{constant} is no JSON")
