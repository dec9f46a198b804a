"""Decides requests by documents alone: nothing is in moto."""

import json
from collections.abc import Mapping
from typing import Any

from local.permissions.document import parse
from local.permissions.evaluation import Policies, Policy, Verdict, decide
from local.permissions.principal import Principal, role_session
from local.permissions.request import Request

ROLE = "arn:aws:iam::123456789012:role/worker"
WORKER = role_session(ROLE, "worker-function")
QUEUE = "arn:aws:sqs:us-east-1:123456789012:work"
SEND = "sqs:SendMessage"

Statement = Mapping[str, Any]


def allow(action: Any = SEND, resource: Any = QUEUE, **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource} | more


def deny(action: Any = SEND, resource: Any = QUEUE, **more: Any) -> Statement:
    return {"Effect": "Deny", "Action": action, "Resource": resource} | more


def verdict(
    *identity: Statement,
    resource_policy: tuple[Statement, ...] = (),
    boundary: tuple[Statement, ...] | None = None,
    action: str = SEND,
    resource: str = QUEUE,
    principal: Principal = WORKER,
    resource_decides: bool = False,
    **keys: str | tuple[str, ...],
) -> Verdict:
    """Return the verdict; condition keys are written `aws__SourceArn="…"`."""
    given = {
        name.replace("__", ":").replace("_", "-").lower(): (value,) if isinstance(value, str) else value
        for name, value in keys.items()
    }
    request = Request(principal, action, resource, {**principal.keys, **given})
    policies = Policies(
        identity=_policy(identity),
        resource=_policy(resource_policy),
        boundary=None if boundary is None else _policy(boundary),
        resource_decides=resource_decides,
    )
    return decide(request, policies).verdict


def _policy(statements: tuple[Statement, ...]) -> tuple[Policy, ...]:
    if not statements:
        return ()
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return (Policy("somebody", "policy", parse(document)),)
