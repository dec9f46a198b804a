"""A log group that forgets after the stage's days, and goes with its stack."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.settings import Settings


def make_log_group(scope: Construct, construct_id: str, *, settings: Settings, name: str) -> logs.LogGroup:
    """A log group.

    Args:
        scope: what it belongs to.
        construct_id: its name there.
        settings: say for how many days it keeps what it is told.
        name: its name in the account.
    """
    group = logs.LogGroup(scope, construct_id, log_group_name=name, removal_policy=RemovalPolicy.DESTROY)
    resource = group.node.default_child
    assert isinstance(resource, logs.CfnLogGroup)
    resource.retention_in_days = settings.log_retention_days
    return group
