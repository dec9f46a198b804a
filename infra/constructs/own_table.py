"""A workload's own table."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.settings import Settings
from infra.workload.table import Table


class OwnTable(dynamodb.Table):
    """The table of one workload, keyed by `key` and, if its entry says so, a sort key.

    Args:
        settings: say whether it may be deleted.
        entry: the entry of the catalog.
    """

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings, entry: Table) -> None:
        super().__init__(
            scope,
            construct_id,
            partition_key=_string("key"),
            sort_key=_string(entry.sort) if entry.sort is not None else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute="expires_at",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=settings.protect_data,
            removal_policy=RemovalPolicy.RETAIN if settings.protect_data else RemovalPolicy.DESTROY,
        )
        for index in entry.indexes:
            self.add_global_secondary_index(
                index_name=index.name,
                partition_key=_string(index.partition),
                sort_key=_string(index.sort),
                projection_type=dynamodb.ProjectionType.ALL
                if index.whole
                else dynamodb.ProjectionType.KEYS_ONLY,
            )


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
