"""Conditions of statements: operators on the keys of a request.

A key or an operator that is not listed here is refused when the policy is read.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

import datetime as dt
import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from local.permissions.refused import PolicyNotUnderstood
from local.permissions.request import Keys
from local.permissions.variables import filled
from local.permissions.wildcards import LITERAL, matches, matches_arn

#: Tells whether a wanted value admits the one a request has.
_Comparison = Callable[[str, str], bool]

#: Keys that requests here have, or rightly lack: a condition on another could only be guessed at.
_KNOWN_KEYS = frozenset(
    {
        "aws:calledvia",
        "aws:currenttime",
        "aws:epochtime",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalisawsservice",
        "aws:principalorgid",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:principaltype",
        "aws:requestedregion",
        "aws:resourceaccount",
        "aws:securetransport",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:username",
        "aws:viaawsservice",
        "dynamodb:leadingkeys",
        "events:detail-type",
        "events:source",
        "s3:delimiter",
        "s3:max-keys",
        "s3:prefix",
        "s3:x-amz-acl",
        "ses:apiversion",
        "ses:fromaddress",
        "ses:fromdisplayname",
        "ses:recipients",
        "sts:rolesessionname",
    }
)


@dataclass(frozen=True)
class Condition:
    """One operator on one key.

    Attributes:
        key: in lower case.
        wanted: the values to compare with; one of them is enough, unless the operator is negated.
        holds: compares a value of the request with a wanted one.
        negated: whether no wanted value may match.
        if_exists: whether a request without the key meets the condition.
        over: "" for one value; "forallvalues" or "foranyvalue" of many.
        has_variables: whether `${...}` in a wanted value stands for a key's value.
    """

    key: str
    wanted: tuple[str, ...]
    holds: _Comparison
    negated: bool
    if_exists: bool
    over: str
    has_variables: bool

    def is_met(self, keys: Keys) -> bool:
        """Tell whether a request with these keys meets the condition."""
        given = keys.get(self.key, ())
        if self.over == "forallvalues":
            return all(self._admits(value, keys) for value in given)
        if self.over == "foranyvalue":
            return any(self._admits(value, keys) for value in given)
        if not given:
            # A negated operator holds where there is nothing to compare.
            return self.if_exists or self.negated
        return all(self._admits(value, keys) for value in given)

    def _admits(self, value: str, keys: Keys) -> bool:
        texts = (filled(wanted, keys) if self.has_variables else wanted for wanted in self.wanted)
        found = any(text is not None and self.holds(text, value) for text in texts)
        return found is not self.negated


@dataclass(frozen=True)
class Absence(Condition):
    """The operator Null: whether the request has no such key."""

    def is_met(self, keys: Keys) -> bool:
        """Tell whether the key is absent, where "true" is wanted, or present."""
        return str(not keys.get(self.key)).lower() in self.wanted


def parse_conditions(block: JsonValue, *, has_variables: bool) -> tuple[Condition, ...]:
    """Return the conditions of a statement's Condition element. Raises PolicyNotUnderstood."""
    if not isinstance(block, dict):
        raise PolicyNotUnderstood("its Condition is no object")
    return tuple(
        _condition(operator, key, values, has_variables=has_variables)
        for operator, wanted in block.items()
        for key, values in (wanted if isinstance(wanted, dict) else {"": None}).items()
    )


def _condition(operator: str, key: str, values: JsonValue, *, has_variables: bool) -> Condition:
    over, _, name = operator.lower().rpartition(":")
    if_exists, name = name.endswith("ifexists"), name.removesuffix("ifexists")
    if over not in ("", "forallvalues", "foranyvalue") or (name not in _OPERATORS and name != "null"):
        raise PolicyNotUnderstood(f"the condition operator {operator} is not known here")
    if key.lower() not in _KNOWN_KEYS:
        raise PolicyNotUnderstood(f"the condition key {key or '(none)'} is not known here")
    kind = Absence if name == "null" else Condition
    holds, negated = _OPERATORS.get(name, (matches, False))
    return kind(
        key=key.lower(),
        wanted=_texts(values),
        holds=holds,
        negated=negated,
        if_exists=if_exists,
        over=over,
        has_variables=has_variables,
    )


def _texts(values: JsonValue) -> tuple[str, ...]:
    listed = values if isinstance(values, list) else [values]
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in listed)


def _equal(wanted: str, value: str) -> bool:
    return wanted.replace(LITERAL, "") == value


def _equal_in_any_case(wanted: str, value: str) -> bool:
    return _equal(wanted.lower(), value.lower())


def _in_network(wanted: str, value: str) -> bool:
    return ipaddress.ip_address(value) in ipaddress.ip_network(wanted, strict=False)


def _instant(text: str) -> float:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    moment = dt.datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _compared(measure: Callable[[str], float], *signs: int) -> _Comparison:
    """Return a comparison that holds where the value is smaller (-1), equal (0) or greater (1)."""

    def holds(wanted: str, value: str) -> bool:
        difference = measure(value) - measure(wanted)
        return (difference > 0) - (difference < 0) in signs

    return holds


def _ordered(kind: str, measure: Callable[[str], float]) -> Mapping[str, tuple[_Comparison, bool]]:
    return {
        f"{kind}equals": (_compared(measure, 0), False),
        f"{kind}notequals": (_compared(measure, 0), True),
        f"{kind}lessthan": (_compared(measure, -1), False),
        f"{kind}lessthanequals": (_compared(measure, -1, 0), False),
        f"{kind}greaterthan": (_compared(measure, 1), False),
        f"{kind}greaterthanequals": (_compared(measure, 0, 1), False),
    }


#: Operator → its comparison, and whether it is the negated form.
_OPERATORS: Mapping[str, tuple[_Comparison, bool]] = {
    "stringequals": (_equal, False),
    "stringnotequals": (_equal, True),
    "stringequalsignorecase": (_equal_in_any_case, False),
    "stringnotequalsignorecase": (_equal_in_any_case, True),
    "stringlike": (matches, False),
    "stringnotlike": (matches, True),
    "arnequals": (matches_arn, False),
    "arnlike": (matches_arn, False),
    "arnnotequals": (matches_arn, True),
    "arnnotlike": (matches_arn, True),
    "bool": (_equal_in_any_case, False),
    "ipaddress": (_in_network, False),
    "notipaddress": (_in_network, True),
    **_ordered("numeric", float),
    **_ordered("date", _instant),
}
