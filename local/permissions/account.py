"""The policies that hold in this account, read from moto for each decision: a change holds at once."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.events.models import events_backends
from moto.iam.models import Group, ManagedPolicy, Role, User, iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from local.account import ACCOUNT_ID
from local.permissions.document import parse
from local.permissions.evaluation import Policies, Policy
from local.permissions.principal import Principal
from local.permissions.refused import PolicyNotUnderstood

#: What the administrator may do; even that, a policy of a resource can deny.
_ANYTHING = Policy(
    "administrator",
    "anything",
    parse('{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'),
)


def policies_for(principal: Principal, resource: str) -> Policies:
    """Return all policies that say what `principal` may do to `resource`. Raises PolicyNotUnderstood."""
    identity = _holder(principal)
    service = resource.split(":")[2] if ":" in resource else ""
    own = policies_of_resource(resource)
    if principal.is_administrator:
        return Policies(identity=(_ANYTHING,), resource=own)
    return Policies(
        identity=() if identity is None else _identity_policies(identity),
        resource=own,
        boundary=None if identity is None else _boundary(identity),
        # The trust in a role and the policy of a key come first:
        # https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
        resource_decides=service == "kms" or resource.startswith("arn:aws:iam:"),
    )


def policies_of_role(role: Role) -> Sequence[Policy]:
    """Return the policies that say what a role may do."""
    return _identity_policies(role)


def policies_of_resource(arn: str) -> Sequence[Policy]:
    """Return the policies that the resource of an ARN has itself."""
    parts = arn.split(":", 5)
    return tuple(
        _policy(f"{parts[2]} {parts[5]}", "policy", document) for document in _resource_policies(arn)
    )


def find_role(role_arn: str) -> Role | None:
    """Return the role of that ARN, if there is one."""
    roles: Mapping[str, Role] = iam_backends[ACCOUNT_ID]["aws"].roles
    return next((role for role in roles.values() if role.arn == role_arn), None)


def _holder(principal: Principal) -> Role | User | None:
    iam = iam_backends[ACCOUNT_ID]["aws"]
    if principal.role:
        return next((role for role in iam.roles.values() if role.name == principal.role), None)
    return iam.users.get(principal.user) if principal.user else None


def _identity_policies(holder: Role | User) -> Sequence[Policy]:
    policies = _policies_of(holder, f"{'role' if isinstance(holder, Role) else 'user'} {holder.name}")
    if isinstance(holder, User):
        for group in iam_backends[ACCOUNT_ID]["aws"].groups.values():
            if holder in group.users:
                policies += _policies_of(group, f"group {group.name}")
    return policies


def _policies_of(holder: Role | User | Group, name: str) -> list[Policy]:
    inline = [_policy(name, policy, document) for policy, document in holder.policies.items()]
    attached = [
        _policy(name, arn, _default_version(policy)) for arn, policy in holder.managed_policies.items()
    ]
    return inline + attached


def _default_version(policy: ManagedPolicy) -> str:
    return next(version.document for version in policy.versions if version.is_default)


def _boundary(holder: Role | User) -> Sequence[Policy] | None:
    arn = getattr(holder, "permissions_boundary_arn", None)
    if not arn:
        return None
    policy = iam_backends[ACCOUNT_ID]["aws"].managed_policies.get(arn)
    if policy is None:
        raise PolicyNotUnderstood(f"the permissions boundary {arn} of {holder.name} is not in this account")
    return (_policy(holder.name, arn, _default_version(policy)),)


@lru_cache(maxsize=4096)
def _policy(holder: str, name: str, document: str) -> Policy:
    try:
        return Policy(holder, name, parse(document))
    except PolicyNotUnderstood as error:
        raise PolicyNotUnderstood(f"{name} of {holder}: {error}") from error


def is_missing(arn: str) -> bool:
    """Tell whether there is no such queue, function or topic; of others nothing is known."""
    match arn.split(":"):
        case [_, _, "sqs", region, _, name]:
            return name not in sqs_backends[ACCOUNT_ID][region].queues
        case [_, _, "sns", region, *_]:
            return arn not in sns_backends[ACCOUNT_ID][region].topics
        case [_, _, "lambda", region, *_]:
            return _find_function(arn, region) is None
        case _:
            return False


def _resource_policies(arn: str) -> Sequence[str]:
    """Return the policy documents that the resource of an ARN has itself."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return ()
    _, _, service, region, _, name = parts
    if service == "logs":
        # They are the account's, and each statement says which groups it is about.
        policies = logs_backends[ACCOUNT_ID][region].resource_policies.values()
        return [policy.policy_document for policy in policies]
    document = _resource_policy(arn, service, region, name)
    return () if document is None else (document,)


def _resource_policy(arn: str, service: str, region: str, name: str) -> str | None:
    match service:
        case "sqs":
            queue = sqs_backends[ACCOUNT_ID][region].queues.get(name)
            return None if queue is None else queue.policy or None
        case "s3":
            bucket = s3_backends[ACCOUNT_ID]["aws"].buckets.get(name.partition("/")[0])
            return _text(None if bucket is None else bucket.policy)
        case "lambda":
            return _function_policy(arn, region)
        case "events":
            return _bus_policy(name, region)
        case "sns":
            topic = sns_backends[ACCOUNT_ID][region].topics.get(arn)
            return None if topic is None else topic.policy
        case "kms":
            key = kms_backends[ACCOUNT_ID][region].keys.get(name.rpartition("/")[2])
            return None if key is None else key.policy
        case "iam":
            role = find_role(arn)
            return None if role is None else role.assume_role_policy_document
        case _:
            return None


def _function_policy(arn: str, region: str) -> str | None:
    function = _find_function(arn, region)
    statements = None if function is None else function.policy.statements
    return json.dumps({"Version": "2012-10-17", "Statement": statements}) if statements else None


def _find_function(arn: str, region: str) -> LambdaFunction | None:
    try:
        return lambda_backends[ACCOUNT_ID][region]._lambdas.get_function_by_name_or_arn_with_qualifier(arn)
    except UnknownFunctionException:
        return None


def _bus_policy(name: str, region: str) -> str | None:
    kind, _, bus_name = name.partition("/")
    bus = events_backends[ACCOUNT_ID][region].event_buses.get(bus_name) if kind == "event-bus" else None
    return None if bus is None else bus.policy


def _text(document: str | bytes | None) -> str | None:
    return document.decode() if isinstance(document, bytes) else document
