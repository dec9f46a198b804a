"""What a deciding function returns: who calls, a policy of what he may invoke, and what else is to be known.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

_ACTIONS = frozenset({"execute-api:invoke", "execute-api:*", "*"})


class Malformed(ValueError):
    """What a function returned is no verdict."""


@dataclass(frozen=True)
class Verdict:
    """A verdict, which holds for every method its policy speaks of.

    Attributes:
        allowed, denied: patterns of the ARNs of methods.
        context: what the API's mappings and functions are told, all of it text.
    """

    principal: str
    allowed: tuple[str, ...]
    denied: tuple[str, ...]
    context: Mapping[str, str]
    usage_key: str | None

    def denies(self, method_arn: str) -> bool:
        """Tell whether the policy forbids a method."""
        return any(fnmatchcase(method_arn, pattern) for pattern in self.denied)

    def allows(self, method_arn: str) -> bool:
        """Tell whether the policy allows a method, as far as nothing forbids it."""
        return any(fnmatchcase(method_arn, pattern) for pattern in self.allowed)


def read_verdict(payload: bytes) -> Verdict:
    """Return the verdict in a function's answer. Raises Malformed."""
    answer = json.loads(payload)
    if not isinstance(answer, dict) or not isinstance(answer.get("principalId"), str):
        raise Malformed("it has no principalId")
    document = answer.get("policyDocument")
    if not isinstance(document, dict):
        raise Malformed("it has no policyDocument")
    context = answer.get("context") or {}
    if not isinstance(context, dict) or any(isinstance(value, dict | list) for value in context.values()):
        raise Malformed("context has members that are neither text, numbers nor booleans")
    statements = [each for each in _list(document.get("Statement")) if _speaks_of_invoking(each)]
    return Verdict(
        principal=answer["principalId"],
        allowed=_resources(statements, "Allow"),
        denied=_resources(statements, "Deny"),
        context={
            name: value if isinstance(value, str) else json.dumps(value) for name, value in context.items()
        },
        usage_key=answer.get("usageIdentifierKey"),
    )


def _speaks_of_invoking(statement: Mapping[str, Any]) -> bool:
    if statement.keys() & {"Condition", "NotAction", "NotResource"}:
        raise Malformed("the local gateway reads no conditions or negations in an authorizer's policy")
    return any(str(action).lower() in _ACTIONS for action in _list(statement.get("Action")))


def _resources(statements: list[Mapping[str, Any]], effect: str) -> tuple[str, ...]:
    return tuple(
        str(resource)
        for statement in statements
        if statement.get("Effect") == effect
        for resource in _list(statement.get("Resource"))
    )


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
