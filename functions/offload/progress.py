"""Saying how far a job has come: `progress(job, 0.4)`, which its owner reads while it runs.

It is also the place where long work hears that its owner asked to stop. Each call is a write to the job
store: say it every few seconds, not for each row.
"""

import functools
import os

from functions.offload.aws import client
from functions.offload.errors import Cancelled, LeaseLost
from functions.offload.job import Job
from functions.offload.step import StepJob
from functions.offload.store import attempts
from functions.offload.store.table import JobTable


def progress(job: Job | StepJob, fraction: float) -> None:
    """Write down how far the job has come.

    Args:
        job: as the worker, or the step, was given it.
        fraction: from 0 to 1.

    Raises:
        Cancelled: the owner asked to stop; let it pass, and the job is CANCELLED.
        LeaseLost: somebody else has the job by now; let it pass too.
    """
    if not 0 <= fraction <= 1:
        raise ValueError(f"progress is 0 to 1, not {fraction}")
    if isinstance(job, Job):
        seen = attempts.progress(_table(), job, fraction)
    else:
        seen = attempts.progress_of_run(_table(), job.key, job.run, fraction)
    if seen is None:
        raise LeaseLost("the job is in other hands, or has ended")
    if seen.cancel_requested:
        raise Cancelled("the owner asked to stop the job")


@functools.cache
def _table() -> JobTable:
    return JobTable(client("dynamodb"), os.environ["JOB_TABLE"])
