"""Submitting jobs of any type."""

from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class SubmitJobs:
    """The function sends submissions to intake; INTAKE_QUEUE_URL names the queue."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        intake = surroundings.foundation.intake
        grantee.allow("sqs:SendMessage", on=[intake.queue_arn])
        grantee.tell(INTAKE_QUEUE_URL=intake.queue_url)
