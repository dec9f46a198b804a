"""Policy documents: JSON in, statements out. Whatever is not understood is refused, never passed over.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import JsonValue

from local.permissions.conditions import Condition, parse_conditions
from local.permissions.refused import PolicyNotUnderstood

_ELEMENTS = frozenset(
    {
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    }
)
_PRINCIPALS = frozenset({"AWS", "Service", "Federated", "CanonicalUser"})


@dataclass(frozen=True)
class Patterns:
    """What an element means: one of the patterns, or with `negated` none of them."""

    patterns: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Principals:
    """Whom a statement of a resource's policy is about.

    Attributes:
        everybody: whether it is all, as "*" and {"AWS": "*"} say; of services only "*" means all.
        aws: accounts, users, roles and sessions, as the policy names them.
        services: such as "events.amazonaws.com".
        negated: whether it is about everybody but these.
    """

    everybody: bool = False
    every_service: bool = False
    aws: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True)
class Statement:
    """One statement.

    Attributes:
        sid: as it is named, else its place in the policy, from 0.
        principals: None in a policy of an identity.
    """

    sid: str
    effect: Literal["Allow", "Deny"]
    actions: Patterns
    resources: Patterns
    conditions: tuple[Condition, ...] = ()
    principals: Principals | None = None


@lru_cache(maxsize=4096)
def parse(document: str) -> tuple[Statement, ...]:
    """Return the statements of a policy document. Raises PolicyNotUnderstood."""
    try:
        policy: JsonValue = json.loads(document)
    except ValueError as error:
        raise PolicyNotUnderstood(f"it is no JSON: {error}") from error
    if not isinstance(policy, dict):
        raise PolicyNotUnderstood("it is no JSON object")
    unknown = policy.keys() - {"Version", "Id", "Statement"}
    if unknown:
        raise PolicyNotUnderstood(f"unknown elements {sorted(unknown)}")
    # The older language has no variables: what looks like one means itself.
    has_variables = policy.get("Version") == "2012-10-17"
    statements = policy.get("Statement") or []
    return tuple(
        _statement(each, str(place), has_variables=has_variables)
        for place, each in enumerate(statements if isinstance(statements, list) else [statements])
    )


def _statement(statement: JsonValue, place: str, *, has_variables: bool) -> Statement:
    if not isinstance(statement, dict):
        raise PolicyNotUnderstood(f"statement {place} is no object")
    unknown = statement.keys() - _ELEMENTS
    if unknown:
        raise PolicyNotUnderstood(f"statement {place} has unknown elements {sorted(unknown)}")
    effect = statement.get("Effect")
    if effect not in ("Allow", "Deny"):
        raise PolicyNotUnderstood(f"statement {place} has the Effect {effect!r}")
    # A trust policy is about its role and names no resource.
    resources = {"Resource": "*"} if not statement.keys() & {"Resource", "NotResource"} else statement
    conditions = statement.get("Condition") or {}
    return Statement(
        sid=str(statement.get("Sid") or place),
        effect=effect,  # type: ignore[arg-type]  # one of the two, as asked above
        actions=_patterns(statement, "Action", place),
        resources=_patterns(resources, "Resource", place),
        conditions=parse_conditions(conditions, has_variables=has_variables),
        principals=_principals(statement, place),
    )


def _patterns(statement: Mapping[str, JsonValue], name: str, place: str) -> Patterns:
    if (name in statement) == (f"Not{name}" in statement):
        raise PolicyNotUnderstood(f"statement {place} has to have one of {name} and Not{name}")
    if name in statement:
        return Patterns(texts(statement[name]))
    return Patterns(texts(statement[f"Not{name}"]), negated=True)


def _principals(statement: Mapping[str, JsonValue], place: str) -> Principals | None:
    negated = "NotPrincipal" in statement
    named = statement.get("NotPrincipal" if negated else "Principal")
    if named is None:
        return None
    if named == "*":
        return Principals(everybody=True, every_service=True, negated=negated)
    if isinstance(named, str):
        named = {"AWS": named}
    if not isinstance(named, dict) or named.keys() - _PRINCIPALS:
        raise PolicyNotUnderstood(f"statement {place} has the principal {named!r}")
    aws = texts(named.get("AWS", []))
    return Principals(
        everybody="*" in aws,
        aws=aws,
        services=texts(named.get("Service", [])),
        negated=negated,
    )


def texts(value: JsonValue) -> tuple[str, ...]:
    """Return one text or a list of them as a tuple. Raises PolicyNotUnderstood for anything else."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(each, str | int | float | bool) for each in values):
        raise PolicyNotUnderstood(f"{value!r} is neither a text nor a list of texts")
    return tuple(str(each).lower() if isinstance(each, bool) else str(each) for each in values)
