"""The stack that holds data: it outlives deployments and, in a protected stage, its own deletion."""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.constructs.job_store import JobStore
from infra.constructs.own_table import OwnTable
from infra.constructs.payload_bucket import PayloadBucket
from infra.settings import Settings
from infra.workload.workload import Workload


class DataStack(Stack):
    """The job store, the payload bucket, and each workload's own table.

    Args:
        settings: the stage's.
        catalog: the workloads.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, catalog: Sequence[Workload]
    ) -> None:
        super().__init__(scope, construct_id, description="Offload: what holds data")
        self.termination_protection = settings.protect_data
        self.job_store = JobStore(self, "JobStore", settings=settings)
        self.bucket = PayloadBucket(self, "Payloads", settings=settings)
        self.tables = {
            workload.name: OwnTable(
                self, f"{workload.camel_name}Table", settings=settings, entry=workload.table
            )
            for workload in catalog
            if workload.table is not None
        }
        CfnOutput(self, "JobTableName", value=self.job_store.table_name)
        CfnOutput(self, "PayloadBucketName", value=self.bucket.bucket_name)
