"""A filter of an event source mapping: a pattern in a part of EventBridge's language.

What Lambda's page does not list (`wildcard`, `cidr`) is refused.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from local.moto_fixes.events import pattern_operators
from local.moto_fixes.events.pattern_language import Matcher, read_pattern

_NOT_LAMBDAS: Final = {"wildcard", "cidr"}
#: The longest pattern, in characters.
LONGEST: Final = 4096


class InvalidPattern(ValueError):
    """This is no filter pattern."""


@dataclass(frozen=True)
class FilterPattern:
    """A filter's pattern.

    Attributes:
        shape: the pattern as it was written.
        matches: tells whether a record is as the pattern wants it.
    """

    shape: Mapping[str, object]
    matches: Matcher

    @classmethod
    def read(cls, text: str) -> "FilterPattern":
        """Read a pattern. Raises InvalidPattern."""
        if len(text) > LONGEST:
            raise InvalidPattern(f"longer than {LONGEST} characters")
        try:
            matches = read_pattern(text)
        except pattern_operators.InvalidPattern as error:
            raise InvalidPattern(str(error)) from error
        shape = json.loads(text)
        if foreign := _operators(shape) & _NOT_LAMBDAS:
            raise InvalidPattern(f"Lambda has no {sorted(foreign)}")
        return cls(shape, matches)


def _operators(node: object) -> set[str]:
    """Return the names of the operators in a part of a pattern: they stand in arrays, as objects."""
    if isinstance(node, dict):
        return set().union(*map(_operators, node.values()))
    if isinstance(node, list):
        objects = [each for each in node if isinstance(each, dict)]
        return {name for each in objects for name in each}.union(*map(_operators, objects))
    return set()
