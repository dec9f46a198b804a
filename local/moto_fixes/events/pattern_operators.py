"""What a pattern may ask of one value: equality, or one of EventBridge's comparison operators.

Each operator is made once, from what stands in the pattern, and refuses what EventBridge refuses there. It
knows single values only; where in an event they stand is the affair of `pattern_language`.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
import operator
import re
from collections.abc import Callable, Mapping
from typing import Final

#: Tells whether a value (a string, number, boolean or None) is as the pattern wants it.
Test = Callable[[object], bool]

#: The numbers that EventBridge compares lie within so much on either side of zero.
LARGEST_NUMBER: Final = 5_000_000_000

_LOWER: Final = {">": operator.gt, ">=": operator.ge}
_UPPER: Final = {"<": operator.lt, "<=": operator.le}
_BOUNDS: Final = {**_LOWER, **_UPPER, "=": operator.eq}


class InvalidPattern(ValueError):
    """A pattern that EventBridge refuses."""


def equals(wanted: object) -> Test:
    """Test for the very same value: a number in the same notation, a string in the same case."""
    if not _is_scalar(wanted):
        raise InvalidPattern("Match value must be String, number, true, false, or null")
    text = json.dumps(wanted)
    return lambda value: json.dumps(value) == text


def comparison(name: str, operand: object) -> Test:
    """Return the test that an operator stands for. Raises InvalidPattern."""
    if name not in _OPERATORS:
        raise InvalidPattern(f"Unrecognized match type {name}")
    return _OPERATORS[name](operand)


def _prefix(operand: object) -> Test:
    text, fold = _text_or_ignored_case("prefix", operand)
    return _of_text(lambda value: fold(value).startswith(text))


def _suffix(operand: object) -> Test:
    text, fold = _text_or_ignored_case("suffix", operand)
    return _of_text(lambda value: fold(value).endswith(text))


def _equals_ignore_case(operand: object) -> Test:
    text = _text("equals-ignore-case", operand).lower()
    return _of_text(lambda value: value.lower() == text)


def _wildcard(operand: object) -> Test:
    pattern = _text("wildcard", operand)
    if re.search(r"(?<!\\)(?:\\\\)*\*\*", pattern):
        raise InvalidPattern("Consecutive wildcard characters at pos " + str(pattern.index("**")))
    parts = re.findall(r"\\[*\\]|[^\\]", pattern, re.DOTALL)
    if "".join(parts) != pattern:
        raise InvalidPattern("Invalid escape character in a wildcard")
    regex = "".join(".*" if part == "*" else re.escape(part[-1]) for part in parts)
    matcher = re.compile(regex, re.DOTALL)
    return _of_text(lambda value: matcher.fullmatch(value) is not None)


def _numeric(operand: object) -> Test:
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        raise InvalidPattern("Value of numeric must be an array of one or two operators and their numbers")
    names, bounds = operand[::2], operand[1::2]
    for name, bound in zip(names, bounds, strict=True):
        if name not in _BOUNDS:
            raise InvalidPattern(f"Unrecognized numeric range operator: {name}")
        if isinstance(bound, bool) or not isinstance(bound, int | float) or abs(bound) > LARGEST_NUMBER:
            raise InvalidPattern(f"Value of {name} must be a number within {LARGEST_NUMBER}")
    if len(names) == 2 and not (names[0] in _LOWER and names[1] in _UPPER and bounds[0] < bounds[1]):
        raise InvalidPattern("Bottom of a numeric range must come first and be less than its top")
    tests = [(_BOUNDS[name], bound) for name, bound in zip(names, bounds, strict=True)]

    def test(value: object) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return all(compare(value, bound) for compare, bound in tests)

    return test


def _cidr(operand: object) -> Test:
    try:
        network = ipaddress.ip_network(_text("cidr", operand), strict=False)
    except ValueError as error:
        raise InvalidPattern(f"Malformed CIDR: {error}") from None

    def test(value: str) -> bool:
        try:
            return ipaddress.ip_address(value) in network
        except ValueError:
            return False

    return _of_text(test)


def _anything_but(operand: object) -> Test:
    if isinstance(operand, Mapping):
        if len(operand) != 1:
            raise InvalidPattern("Only one key allowed in anything-but")
        ((name, inner),) = operand.items()
        if name not in _NEGATABLE:
            raise InvalidPattern(f"Unsupported anything-but pattern: {name}")
        tests = [comparison(name, each) for each in _some(inner)]
    else:
        unwanted = _some(operand)
        if not (
            all(isinstance(each, str) for each in unwanted) or all(_is_number(each) for each in unwanted)
        ):
            raise InvalidPattern("Inside anything-but, either all strings or all numbers are supported")
        tests = [equals(each) for each in unwanted]
    return lambda value: not any(test(value) for test in tests)


def _some(operand: object) -> list[object]:
    several = operand if isinstance(operand, list) else [operand]
    if not several:
        raise InvalidPattern("Empty arrays are not allowed")
    return several


def _text_or_ignored_case(name: str, operand: object) -> tuple[str, Callable[[str], str]]:
    if isinstance(operand, Mapping) and set(operand) == {"equals-ignore-case"}:
        return _text(name, operand["equals-ignore-case"]).lower(), str.lower
    return _text(name, operand), str


def _text(name: str, operand: object) -> str:
    if not isinstance(operand, str):
        raise InvalidPattern(f"{name} match pattern must be a string")
    return operand


def _of_text(test: Callable[[str], bool]) -> Test:
    return lambda value: isinstance(value, str) and test(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


_OPERATORS: Final[Mapping[str, Callable[[object], Test]]] = {
    "anything-but": _anything_but,
    "cidr": _cidr,
    "equals-ignore-case": _equals_ignore_case,
    "numeric": _numeric,
    "prefix": _prefix,
    "suffix": _suffix,
    "wildcard": _wildcard,
}
_NEGATABLE: Final = ("prefix", "suffix", "equals-ignore-case", "wildcard")
