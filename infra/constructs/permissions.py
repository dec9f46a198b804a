"""What a role may do, stated no wider than it is meant: of a function, or of a state machine."""

from collections.abc import Mapping

from aws_cdk import Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from infra.constructs.acknowledgement import acknowledge


def allow(
    role: iam.IRole,
    *actions: str,
    on: list[str],
    only_if: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Let the role do these actions on these resources (ARNs), and on nothing else.

    Args:
        role: whom.
        actions: such as "sqs:SendMessage".
        on: the resources.
        only_if: conditions of the statement.
    """
    iam.Grant.add_to_principal(
        grantee=role,
        actions=list(actions),
        resource_arns=on,
        conditions=None if only_if is None else dict(only_if),
    )


def allow_objects(role: iam.Role, action: str, *, bucket: s3.IBucket, prefix: str) -> None:
    """Let the role do an action on the objects of a bucket under a prefix."""
    allow(role, action, on=[bucket.arn_for_objects(f"{prefix}/*")])
    for arn in _names_of_the_arn(bucket):
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Resource::{arn}/{prefix}/*]",
            "Objects are named while the kit runs: a prefix is the least that names them.",
        )


def _names_of_the_arn(bucket: s3.IBucket) -> list[str]:
    """What a finding calls another stack's bucket: its attribute, and once synthesized its export."""
    stack, resource = Stack.of(bucket), bucket.node.default_child
    assert isinstance(resource, s3.CfnBucket)
    export = stack.resolve(stack.export_value(bucket.bucket_arn))
    return [f"<{stack.get_logical_id(resource)}.Arn>", export["Fn::ImportValue"]]
