"""The job store: one DynamoDB item a job is its status, its idempotency record, its lease and its result.

Every index holds keys only. `by_owner` never changes after acceptance; `watched` and `failed` hold the few
jobs that have their attributes, spread over shards, since a throttled index throttles the table.
"""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra.settings import Settings

STRING, NUMBER = dynamodb.AttributeType.STRING, dynamodb.AttributeType.NUMBER

INDEXES = {
    "by_owner": (("owner", STRING), ("submitted", STRING)),
    "watched": (("watch_shard", NUMBER), ("watch_at", NUMBER)),
    "failed": (("failed_shard", NUMBER), ("ended_at", STRING)),
}


class JobStore(dynamodb.Table):
    """The table of jobs, keyed by `{owner}/{id}`."""

    def __init__(self, scope: Construct, construct_id: str, *, settings: Settings) -> None:
        super().__init__(
            scope,
            construct_id,
            partition_key=dynamodb.Attribute(name="key", type=STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute="expires_at",
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=settings.protect_data,
            removal_policy=RemovalPolicy.RETAIN if settings.protect_data else RemovalPolicy.DESTROY,
        )
        for name, ((partition, partition_type), (sort, sort_type)) in INDEXES.items():
            self.add_global_secondary_index(
                index_name=name,
                partition_key=dynamodb.Attribute(name=partition, type=partition_type),
                sort_key=dynamodb.Attribute(name=sort, type=sort_type),
                projection_type=dynamodb.ProjectionType.KEYS_ONLY,
            )


def index_arn(job_store: dynamodb.ITable, index: str) -> str:
    """The ARN of one of the job store's indexes, for a permission on it alone."""
    if index not in INDEXES:
        raise KeyError(f"the job store has no index {index!r}")
    return f"{job_store.table_arn}/index/{index}"
