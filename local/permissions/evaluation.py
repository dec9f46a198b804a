"""Decides a request by policies: a denial anywhere wins, else somebody has to allow it.

Documents in, decision out; it knows no account. All is within one account.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from local.permissions.document import Principals, Statement
from local.permissions.principal import Principal
from local.permissions.request import Keys, Request
from local.permissions.variables import filled
from local.permissions.wildcards import matches, matches_arn


@dataclass(frozen=True, eq=False)
class Policy:
    """A policy, and where it is found; one that was read again is another.

    Attributes:
        holder: whose it is: "role/worker", "user/alice", or the ARN of a resource.
        name: of the policy, as the holder calls it.
    """

    holder: str
    name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Policies:
    """All policies that a request is decided by.

    Attributes:
        identity: of the principal.
        resource: of what is acted upon.
        boundary: the principal's permissions boundary, None without one.
        resource_decides: whether the resource's own policy has to let the account in, before the policies of
            identities count: so it is with keys and with the trust in a role.
    """

    identity: Sequence[Policy] = ()
    resource: Sequence[Policy] = ()
    boundary: Sequence[Policy] | None = None
    resource_decides: bool = False


class Verdict(Enum):
    """How a request was decided, and for a refusal what messages say of it."""

    ALLOWED = ""
    NO_IDENTITY_POLICY = "because no identity-based policy allows the {action} action"
    NO_RESOURCE_POLICY = "because no resource-based policy allows the {action} action"
    NO_BOUNDARY = "because no permissions boundary allows the {action} action"
    DENIED_BY_IDENTITY = "with an explicit deny in an identity-based policy"
    DENIED_BY_RESOURCE = "with an explicit deny in a resource-based policy"
    DENIED_BY_BOUNDARY = "with an explicit deny in a permissions boundary"


@dataclass(frozen=True)
class Decision:
    """A verdict, and the statements that allowed the request."""

    verdict: Verdict
    allowed_by: tuple[tuple[Policy, Statement], ...] = field(default=())


def decide(request: Request, policies: Policies) -> Decision:
    """Return the decision about `request`."""
    for group, denied in (
        (policies.identity, Verdict.DENIED_BY_IDENTITY),
        (policies.resource, Verdict.DENIED_BY_RESOURCE),
        (policies.boundary or (), Verdict.DENIED_BY_BOUNDARY),
    ):
        if any(statement.effect == "Deny" for _, statement in _applying(group, request)):
            return Decision(denied)
    named = [found for found in _applying(policies.resource, request) if _names(found[1], request.principal)]
    own = list(_applying(policies.identity, request))
    if policies.resource_decides and not named:
        own = own if any(True for _ in _applying(policies.resource, request)) else []
    bounded = policies.boundary is not None and not any(True for _ in _applying(policies.boundary, request))
    if bounded and (own or named):
        return Decision(Verdict.NO_BOUNDARY)
    if own or named:
        return Decision(Verdict.ALLOWED, (*own, *named))
    by_resource_only = bool(request.principal.service) or not request.principal.account
    return Decision(Verdict.NO_RESOURCE_POLICY if by_resource_only else Verdict.NO_IDENTITY_POLICY)


def _applying(policies: Iterable[Policy], request: Request) -> Iterator[tuple[Policy, Statement]]:
    """Yield the statements that speak about `request`, whatever they say."""
    for policy in policies:
        for statement in _about(policy, request.action):
            if _applies(statement, request):
                yield policy, statement


def _applies(statement: Statement, request: Request) -> bool:
    resources = statement.resources
    if _mean_resource(_filled(resources.patterns, request.keys), request.resource) is resources.negated:
        return False
    if statement.principals is not None and not _concerns(statement.principals, request.principal):
        return False
    return all(condition.is_met(request.keys) for condition in statement.conditions)


def _filled(patterns: tuple[str, ...], keys: Keys) -> tuple[str, ...]:
    """Return patterns with their variables filled in, without those that cannot be filled."""
    if not any("${" in pattern for pattern in patterns):
        return patterns
    texts = (filled(pattern, keys) for pattern in patterns)
    return tuple(text for text in texts if text is not None)


# The same few questions come with every call, so their answers are kept.
@lru_cache(maxsize=16_384)
def _about(policy: Policy, action: str) -> tuple[Statement, ...]:
    """Return a policy's statements about an action."""
    return tuple(
        statement
        for statement in policy.statements
        if any(matches(pattern, action, ignore_case=True) for pattern in statement.actions.patterns)
        is not statement.actions.negated
    )


@lru_cache(maxsize=16_384)
def _mean_resource(patterns: tuple[str, ...], resource: str) -> bool:
    return any(pattern == "*" or (resource != "*" and matches_arn(pattern, resource)) for pattern in patterns)


def _concerns(principals: Principals, principal: Principal) -> bool:
    """Tell whether a statement is about `principal`, be it only as one of its account."""
    if principal.service:
        found = principals.every_service or principal.service in principals.services
    else:
        found = principals.everybody or any(
            each in principal.names or _is_account(each, principal) for each in principals.aws
        )
    return found is not principals.negated


def _is_account(name: str, principal: Principal) -> bool:
    account = principal.account
    return bool(account) and name in (account, f"arn:aws:iam::{account}:root")


def _names(statement: Statement, principal: Principal) -> bool:
    """Tell whether a statement lets `principal` in by itself; one that names its account does not."""
    principals = statement.principals
    if principals is None or statement.effect != "Allow":
        return False
    if principal.service or principals.negated:
        return True
    return principals.everybody or any(name in principal.names for name in principals.aws)
