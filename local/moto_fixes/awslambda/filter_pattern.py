"""The language of an event source mapping's filters, as far as saying what is well-formed.

What it leaves out of EventBridge's (`wildcard`, `cidr`) is refused here as Lambda refuses it.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
"""

import json
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

Pattern: TypeAlias = Mapping[str, object]

_COMPARISONS: Final = {"=", "<", "<=", ">", ">="}


class InvalidPattern(ValueError):
    """This is no filter pattern."""


def read(text: str) -> Pattern:
    """Return a filter's pattern. Raises InvalidPattern."""
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise InvalidPattern(str(error)) from error
    _check_pattern(pattern)
    read_pattern: Pattern = pattern
    return read_pattern


def _check_pattern(pattern: object) -> None:
    if not isinstance(pattern, dict):
        raise InvalidPattern("a pattern is an object")
    for key, value in pattern.items():
        if key == "$or":
            if not isinstance(value, list) or len(value) < 2:
                raise InvalidPattern("$or has a list of two patterns or more")
            for alternative in value:
                _check_pattern(alternative)
        elif isinstance(value, dict):
            if not value:
                raise InvalidPattern(f"{key} has no rules")
            _check_pattern(value)
        elif isinstance(value, list) and value:
            for rule in value:
                _check_rule(rule)
        else:
            raise InvalidPattern(f"{key} has neither a list of rules nor a pattern")


def _check_rule(rule: object) -> None:
    if isinstance(rule, dict):
        if len(rule) != 1:
            raise InvalidPattern("a rule has one operator")
        [(operator, operand)] = rule.items()
        if operator not in _OPERANDS or not _OPERANDS[operator](operand):
            raise InvalidPattern(f"{operator} does not take {operand}")
    elif isinstance(rule, list):
        raise InvalidPattern("a rule is a value or an operator")


def _is_text(operand: object) -> bool:
    return isinstance(operand, str)


def _is_number(operand: object) -> bool:
    return isinstance(operand, int | float) and not isinstance(operand, bool)


def _is_text_in_any_case(operand: object) -> bool:
    if isinstance(operand, dict):
        return list(operand) == ["equals-ignore-case"] and _is_text(operand["equals-ignore-case"])
    return _is_text(operand)


def _is_excluded(operand: object) -> bool:
    if isinstance(operand, list):
        return bool(operand) and (all(map(_is_text, operand)) or all(map(_is_number, operand)))
    if isinstance(operand, dict):
        return list(operand) in (["prefix"], ["suffix"]) and all(map(_is_text, operand.values()))
    return _is_text(operand) or _is_number(operand)


def _is_range(operand: object) -> bool:
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        return False
    return all(map(_COMPARISONS.__contains__, operand[::2])) and all(map(_is_number, operand[1::2]))


#: What each operator takes.
_OPERANDS: Final[Mapping[str, Callable[[object], bool]]] = {
    "exists": lambda operand: isinstance(operand, bool),
    "prefix": _is_text_in_any_case,
    "suffix": _is_text_in_any_case,
    "equals-ignore-case": _is_text,
    "anything-but": _is_excluded,
    "numeric": _is_range,
}
