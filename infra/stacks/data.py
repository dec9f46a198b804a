"""The stack that holds data: it outlives deployments and, in a protected stage, its own deletion."""

from collections.abc import Sequence

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.constructs.job_store import JobStore
from infra.constructs.payload_bucket import PayloadBucket
from infra.constructs.step_table import StepTable
from infra.job_types import JobType, WorkflowType
from infra.settings import Settings


class DataStack(Stack):
    """The job store, the payload bucket, and each workflow's own table.

    The service imports what is here. So a workflow that leaves the catalog leaves in two deployments:
    `cdk deploy --exclusively Offload-{stage}`, and when nobody imports its table any more, all of them.

    Args:
        settings: the stage's.
        catalog: the job types.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, settings: Settings, catalog: Sequence[JobType]
    ) -> None:
        super().__init__(scope, construct_id, description="Offload: what holds data")
        self.termination_protection = settings.protect_data
        self.job_store = JobStore(self, "JobStore", settings=settings)
        self.bucket = PayloadBucket(self, "Payloads", settings=settings)
        self.step_tables = {
            job_type.name: StepTable(self, f"{job_type.camel_name}Steps", settings=settings)
            for job_type in catalog
            if isinstance(job_type, WorkflowType)
        }
        CfnOutput(self, "JobTableName", value=self.job_store.table_name)
        CfnOutput(self, "PayloadBucketName", value=self.bucket.bucket_name)
