"""How a worker takes a job, holds it and gives it back.

A claim is a lease with a fence: it runs out by itself when its holder dies, and whoever holds an older fence
can write nothing any more.
"""

from dataclasses import dataclass

from functions.offload.job import Job, JobRef, Status
from functions.offload.store.item import Value, shard
from functions.offload.store.table import JobTable, Refused
from functions.offload.store.timestamps import instant, timestamp

#: The sweep looks at a last attempt so long after its lease: the queue brings it back sooner as a rule.
WATCH_GRACE_SECONDS = 120

#: The sweep looks at a workflow that has said nothing for so long: a tenth of its age, between these bounds.
#: One that waits for days is not asked for every five minutes: DescribeExecution takes 15 calls a second.
#: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
WORKFLOW_WATCH_SECONDS = 300
LONGEST_WATCH_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class Claimed:
    """The job is ours until the lease ends; `job.attempt` counts this attempt."""

    job: Job


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody else holds the job, until `until` (seconds since the epoch)."""

    until: float


@dataclass(frozen=True, slots=True)
class Exhausted:
    """All attempts of the run were begun and the last one's lease ran out without an end."""

    job: Job


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The owner asked to stop the job, and nobody holds it."""

    job: Job


@dataclass(frozen=True, slots=True)
class Failed:
    """The run that the message names is FAILED."""

    job: Job


@dataclass(frozen=True, slots=True)
class Settled:
    """There is nothing to do: the run has ended, a later one has begun, a workflow has it, or it expired."""


Claim = Claimed | Held | Exhausted | Cancelled | Failed | Settled


def claim(
    table: JobTable,
    ref: JobRef,
    *,
    now: float,
    lease_seconds: float,
    max_attempts: int,
    execution: str | None = None,
) -> Claim:
    """Take the job for one attempt, or say why not.

    Args:
        table: the job store.
        ref: the run to work on; an older or ended run is never claimed.
        now: the instant, in seconds since the epoch.
        lease_seconds: how long the claim holds unless it is given back.
        max_attempts: attempts in one run. The last one is watched by the sweep, in the same write.
        execution: the ARN of the execution that the attempt is to start, known beforehand by its name.
    """
    lease_until = now + lease_seconds
    assign: dict[str, Value] = {"lease_until": lease_until}
    if execution is not None:
        assign["execution"] = execution
    bound = max_attempts - 1
    first = _claim(table, ref, now, "#attempt < :bound", bound, assign)
    if not isinstance(first, Exhausted):
        return first
    watch: dict[str, Value] = {
        "watch_shard": shard(ref.key),
        "watch_at": int(lease_until) + WATCH_GRACE_SECONDS,
    }
    return _claim(table, ref, now, "#attempt = :bound", bound, {**assign, **watch})


def _claim(
    table: JobTable, ref: JobRef, now: float, turn: str, bound: int, assign: dict[str, Value]
) -> Claim:
    # A workflow reads the flag itself, between its steps: it may have begun, and must then compensate.
    unless_cancelled = "" if "execution" in assign else " AND attribute_not_exists(#cancel_requested)"
    try:
        job = table.update(
            ref.key,
            where=f"#run = :run AND {turn}{unless_cancelled}"
            " AND (#status = :pending OR (#status = :running AND #lease_until <= :now))",
            given={
                "run": ref.run,
                "bound": bound,
                "pending": Status.PENDING,
                "running": Status.RUNNING,
                "now": now,
            },
            assign={**assign, "status": Status.RUNNING, "started_at": timestamp(now)},
            remove=("progress",),
            raise_by_one=("attempt", "fence"),
        )
    except Refused as refused:
        return _why_not(refused.job, ref, now)
    return Claimed(job)


def _why_not(job: Job | None, ref: JobRef, now: float) -> Claim:
    if job is None or job.ref.run > ref.run:
        return Settled()
    if job.ref.run < ref.run:
        return Held(until=now + 1)  # a message that is ahead of its record: the record must be under way
    if job.status is Status.FAILED:
        return Failed(job)
    if job.status.ended:
        return Settled()
    if job.status is Status.RUNNING and job.lease_until is None:
        return Settled()  # handed over to a workflow
    if job.lease_until is not None and job.lease_until > now:
        return Held(until=job.lease_until)
    return Cancelled(job) if job.cancel_requested and job.execution is None else Exhausted(job)


def give_back(table: JobTable, job: Job, *, now: float) -> bool:
    """End our lease so that the next attempt can begin; tell whether it was still ours."""
    return _if_ours(table, job, assign={"lease_until": now})


def postpone(table: JobTable, job: Job) -> bool:
    """Make the job PENDING again as if this attempt had not been begun; tell whether it was still ours."""
    return _if_ours(
        table,
        job,
        assign={"status": Status.PENDING, "attempt": job.attempt - 1},
        remove=("lease_until", "watch_shard", "watch_at", "started_at", "progress"),
    )


def progress(table: JobTable, job: Job, fraction: float) -> Job | None:
    """Write down how far our attempt has come, from 0 to 1; return the job, None where it is not ours."""
    try:
        return table.update(
            job.ref.key,
            where="#fence = :fence AND #status = :running",
            given={"fence": job.fence, "running": Status.RUNNING},
            assign={"progress": fraction},
        )
    except Refused:
        return None


def progress_of_run(table: JobTable, key: str, run: int, fraction: float) -> Job | None:
    """The same for a step of a workflow, which holds no lease: the run is its fence.

    Steps may run side by side and end in any order: what they tell never goes back.
    """
    try:
        return table.update(
            key,
            where="#run = :run AND #status = :running"
            " AND (attribute_not_exists(#progress) OR #progress < :new_progress)",
            given={"run": run, "running": Status.RUNNING},
            assign={"progress": fraction},
        )
    except Refused as refused:
        job = refused.job
        return job if job is not None and (job.ref.run, job.status) == (run, Status.RUNNING) else None


def hand_over(table: JobTable, job: Job, *, now: float) -> bool:
    """Leave the job RUNNING in the hands of its execution, for the sweep to look at later if it stays silent.

    Tells whether nobody has claimed or ended the job since it was read.
    """
    age = now - instant(job.started_at) if job.started_at is not None else 0
    silence = min(max(age / 10, WORKFLOW_WATCH_SECONDS), LONGEST_WATCH_SECONDS)
    return _if_ours(
        table,
        job,
        assign={"watch_shard": shard(job.ref.key), "watch_at": int(now + silence)},
        remove=("lease_until",),
    )


def _if_ours(
    table: JobTable,
    job: Job,
    *,
    assign: dict[str, Value],
    remove: tuple[str, ...] = (),
) -> bool:
    try:
        table.update(
            job.ref.key,
            where="#fence = :fence AND #status = :running",
            given={"fence": job.fence, "running": Status.RUNNING},
            assign=assign,
            remove=remove,
        )
    except Refused:
        return False
    return True
