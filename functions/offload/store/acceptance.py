"""How a job enters the store, and how a failed one enters it again: what intake does.

Both moves are safe to repeat: the same submission twice is one job, the same retry twice is one run.
"""

from dataclasses import dataclass

from functions.offload.job import Job, JobRef, Status, job_key
from functions.offload.store.item import Value
from functions.offload.store.table import JobTable, Refused
from functions.offload.store.timestamps import timestamp


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is known of a job when it is accepted.

    Attributes:
        owner, id, type: the job's identity.
        group: its FIFO message group.
        submitted_at: seconds since the epoch.
        payload: JSON text, None where the payload lies in the bucket.
    """

    owner: str
    id: str
    type: str
    group: str
    submitted_at: float
    payload: str | None


def record(table: JobTable, accepted: Accepted) -> Job:
    """Record the job as PENDING in its first run, or return the job that already has its key."""
    submitted_at = timestamp(accepted.submitted_at)
    values: dict[str, Value] = {
        "owner": accepted.owner,
        "id": accepted.id,
        "type": accepted.type,
        "group": accepted.group,
        "status": Status.PENDING,
        "run": 1,
        "attempt": 0,
        "fence": 0,
        "submitted_at": submitted_at,
        "submitted": f"{submitted_at}#{accepted.id}",
    }
    if accepted.payload is not None:
        values["payload"] = accepted.payload
    try:
        return table.put_new(job_key(accepted.owner, accepted.id), values)
    except Refused as refused:
        if refused.job is None:
            raise
        return refused.job


def retry(table: JobTable, failed: JobRef) -> Job | None:
    """Move a job that is still FAILED in run `failed.run` to PENDING in the next run.

    Returns the job to send: as just moved, or PENDING in the next run already (a repeated retry); None where
    there is nothing to do, since the job has gone on or never failed in that run.
    """
    try:
        return table.update(
            failed.key,
            where="#run = :run AND #status = :failed",
            given={"run": failed.run, "failed": Status.FAILED},
            assign={"status": Status.PENDING, "attempt": 0},
            raise_by_one=("run", "fence"),
            remove=(
                *("ended_at", "expires_at", "failed_shard", "started_at", "error_type", "error_message"),
                *("execution", "cancel_requested", "lease_until", "watch_at", "watch_shard", "result"),
            ),
        )
    except Refused as refused:
        job = refused.job
        if job is not None and job.status is Status.PENDING and job.ref.run == failed.run + 1:
            return job
        return None
