"""Saying how far a job has come, for a step of a workflow; a worker may do so anyway."""

from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class ReportProgress:
    """The step writes a job's progress; JOB_TABLE names the job store."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        job_store = surroundings.foundation.job_store
        grantee.allow("dynamodb:UpdateItem", on=[job_store.table_arn])
        grantee.tell(JOB_TABLE=job_store.table_name)
