"""How a job ends: by its worker, by its workflow, by the sweep, or by its owner's wish.

Only an ended job has an expiry. Every end matches the fence or the run, so that nobody ends what has gone on.
"""

from dataclasses import dataclass

from functions.offload.job import Failure, Job, Status
from functions.offload.store.item import Value, shard
from functions.offload.store.table import JobTable, Refused
from functions.offload.store.timestamps import timestamp

#: Longer texts of errors are cut: the log has them whole.
MAX_MESSAGE_CHARACTERS = 1000


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The job has done its work; `result` is JSON text, None where there is nothing to say."""

    result: str | None


Outcome = Succeeded | Failure | None  # None: cancelled


def finish(table: JobTable, job: Job, outcome: Outcome, *, now: float) -> Job:
    """End a RUNNING job that nobody has claimed since `job` was read; raises Refused otherwise."""
    return _end(table, job, outcome, now, where="#fence = :fence AND #status = :running", fence=job.fence)


def settle(table: JobTable, job: Job, outcome: Outcome, *, now: float) -> Job:
    """End a RUNNING job whose workflow has ended in the run of `job`; raises Refused otherwise.

    The run is the fence here: the starter may still hold its lease when a quick workflow is already over.
    """
    return _end(table, job, outcome, now, where="#run = :run AND #status = :running", run=job.ref.run)


def cancel(table: JobTable, key: str, *, now: float) -> Job:
    """Cancel a PENDING job at once, or ask a RUNNING one to stop at the next attempt or step.

    Returns the job after it; raises Refused where it has ended, or there is none.
    """
    try:
        return table.update(
            key,
            where="#status = :pending",
            given={"pending": Status.PENDING},
            assign=_ended(table, Status.CANCELLED, now),
            raise_by_one=("fence",),
        )
    except Refused as refused:
        if refused.job is None or refused.job.status.ended:
            raise
    return table.update(
        key, where="#status = :running", given={"running": Status.RUNNING}, assign={"cancel_requested": True}
    )


def _end(table: JobTable, job: Job, outcome: Outcome, now: float, *, where: str, **given: Value) -> Job:
    match outcome:
        case Succeeded(result):
            assign = _ended(table, Status.SUCCEEDED, now)
            if result is not None:
                assign["result"] = result
        case Failure(name, message):
            assign = _ended(table, Status.FAILED, now)
            assign |= {
                "error_type": name,
                "error_message": message[:MAX_MESSAGE_CHARACTERS],
                "failed_shard": shard(job.ref.key),
            }
        case None:
            assign = _ended(table, Status.CANCELLED, now)
    return table.update(
        job.ref.key,
        where=where,
        given={**given, "running": Status.RUNNING},
        assign=assign,
        remove=("lease_until", "watch_shard", "watch_at"),
    )


def _ended(table: JobTable, status: Status, now: float) -> dict[str, Value]:
    return {
        "status": status,
        "ended_at": timestamp(now),
        "expires_at": int(now) + table.retention_seconds,
    }
