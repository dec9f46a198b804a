"""Takes one permission away from a running stack, through the AWS API, as if it had never been granted."""

import json
from typing import Any

from local.permissions import Permission
from local.stack import LocalStack


def take_away(stack: LocalStack, permission: Permission) -> None:
    """Let nobody have `permission` any more. Raises LookupError where nothing grants it."""
    kind, _, name = permission.holder.partition(" ")
    match kind:
        case "role":
            _from_role(stack, name, permission)
        case "sqs":
            _from_queue(stack, name, permission)
        case "lambda":
            stack.client("lambda").remove_permission(
                FunctionName=name.removeprefix("function:"), StatementId=permission.sid
            )
        case _:
            raise LookupError(f"nobody knows how to take away {permission}")


def _from_role(stack: LocalStack, role: str, permission: Permission) -> None:
    iam = stack.client("iam")
    if permission.policy.startswith("arn:"):
        version = iam.get_policy(PolicyArn=permission.policy)["Policy"]["DefaultVersionId"]
        answer = iam.get_policy_version(PolicyArn=permission.policy, VersionId=version)
        document = json.dumps(_without(permission, answer["PolicyVersion"]["Document"]))
        iam.create_policy_version(PolicyArn=permission.policy, PolicyDocument=document, SetAsDefault=True)
    else:
        place = {"RoleName": role, "PolicyName": permission.policy}
        document = json.dumps(_without(permission, iam.get_role_policy(**place)["PolicyDocument"]))
        iam.put_role_policy(**place, PolicyDocument=document)


def _from_queue(stack: LocalStack, queue: str, permission: Permission) -> None:
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
    policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    document = json.dumps(_without(permission, json.loads(policy)))
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": document})


def _without(permission: Permission, document: Any) -> Any:
    """Return a policy document whose statement lacks the permission's action."""
    changed = False
    for place, statement in enumerate(document["Statement"]):
        if str(statement.get("Sid") or place) == permission.sid:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            # A statement has to have an action: this one is nobody's.
            statement["Action"] = [each for each in actions if each != permission.action] or ["none:None"]
            changed = permission.action in actions
    if not changed:
        raise LookupError(f"nothing grants {permission}")
    return document
