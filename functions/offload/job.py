"""What a job is, and which states it passes through.

Pure domain: no AWS, no events, no clock. The job store writes these, the jobs API shows them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a job is in its life: PENDING → RUNNING → one of the three ends; FAILED → PENDING by retry."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"

    @property
    def ended(self) -> bool:
        """Whether a job in this status does no more work, unless it is retried."""
        return self in (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobRef:
    """Names one run of one job; this is what travels on work queues.

    Attributes:
        owner: the caller's stable identity.
        id: `{type}.{idempotency key or request id}`, unique for its owner.
        type: the job type.
        run: 1 at acceptance, one more with each retry.
    """

    owner: str
    id: str
    type: str
    run: int

    @property
    def key(self) -> str:
        """The job's key in the job store: one string of owner and id, so that owners never meet."""
        return job_key(self.owner, self.id)


def job_key(owner: str, job_id: str) -> str:
    """Return the key of an owner's job in the job store."""
    return f"{owner}/{job_id}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed, as its owner reads it: the error's name and one sentence."""

    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the job store knows it.

    Attributes:
        ref: owner, id, type and current run.
        status: where it is in its life.
        attempt: attempts begun in the current run.
        fence: rises with every claim and every run; a write must match it.
        group: the FIFO message group it was submitted in; keeps order across a retry.
        payload: the payload's JSON text, None where it lies in the bucket.
        submitted_at: acceptance by API Gateway, ISO 8601 UTC with milliseconds.
        started_at: when the latest attempt began.
        ended_at: when the current run ended.
        result: the result's JSON text.
        error: why the last run failed.
        cancel_requested: whether its owner asked to stop it while it was running.
        lease_until: until when a claim holds, in seconds since the epoch; None where nobody holds one.
        execution: ARN of the Step Functions execution it was handed over to.
        watch_at: when the sweep should look at it, in seconds since the epoch.
        progress: how far the current attempt says it has come, from 0 to 1.
        token: random mark of the last write, by which a repeated write recognizes itself.
    """

    ref: JobRef
    status: Status
    attempt: int
    fence: int
    group: str
    submitted_at: str
    payload: str | None = None
    started_at: str | None = None
    ended_at: str | None = None
    result: str | None = None
    error: Failure | None = None
    cancel_requested: bool = False
    lease_until: float | None = None
    execution: str | None = None
    watch_at: float | None = None
    progress: float | None = None
    token: str = ""
