"""Refuses policies that nobody here could decide by, when they are put: better than at their first use."""

from collections.abc import Callable, Mapping

from local.permissions.call import ApiCall
from local.permissions.document import parse

#: Parameters that hold a policy, by service and operation.
_PARAMETERS: Mapping[tuple[str, str], str] = {
    ("events", "PutPermission"): "Policy",
    ("iam", "CreatePolicy"): "PolicyDocument",
    ("iam", "CreatePolicyVersion"): "PolicyDocument",
    ("iam", "CreateRole"): "AssumeRolePolicyDocument",
    ("iam", "PutGroupPolicy"): "PolicyDocument",
    ("iam", "PutRolePolicy"): "PolicyDocument",
    ("iam", "PutUserPolicy"): "PolicyDocument",
    ("iam", "UpdateAssumeRolePolicy"): "PolicyDocument",
    ("kms", "CreateKey"): "Policy",
    ("kms", "PutKeyPolicy"): "Policy",
    ("logs", "PutResourcePolicy"): "policyDocument",
}


def check_policy(call: ApiCall) -> None:
    """Read the policy that `call` puts, if any. Raises PolicyNotUnderstood."""
    find = _FINDERS.get(call.service, _in_parameter)
    document = find(call)
    if document:
        parse(document)


def _in_parameter(call: ApiCall) -> str:
    name = _PARAMETERS.get((call.service, call.operation)) if call.service in _SERVICES else None
    return str(call.parameters.get(name, "")) if name else ""


def _in_queue(call: ApiCall) -> str:
    if call.operation not in ("CreateQueue", "SetQueueAttributes"):
        return ""
    return str((call.parameters.get("Attributes") or {}).get("Policy", ""))


def _in_bucket(call: ApiCall) -> str:
    return call.body.decode() if call.method == "PUT" and "policy" in call.query else ""


_SERVICES = frozenset(service for service, _ in _PARAMETERS)
_FINDERS: Mapping[str, Callable[[ApiCall], str]] = {"s3": _in_bucket, "sqs": _in_queue}
