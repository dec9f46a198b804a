"""What an owner may ask of its jobs. Knows no HTTP; time passes through `sleep`.

It writes nothing but a cancellation: a retry is a message to intake, which alone moves a job on.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from functions.offload.job import Job, Status, job_key
from functions.offload.messages import Retry
from functions.offload.queues import Queue
from functions.offload.store import ends
from functions.offload.store.table import JobTable, Refused
from functions.offload.telemetry import job_ended

#: Between the 202 and the record lie tens of milliseconds: so long a job that is not there is waited for.
GRACE_SECONDS = 1.0

#: How often a waiting request looks.
LOOK_EVERY_SECONDS = 0.25


class NoSuchJob(Exception):
    """The owner has no such job."""


class WrongState(Exception):
    """The job's status forbids what was asked; `job` is the job as it stands."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"the job is {job.status}")
        self.job = job


@dataclass(frozen=True)
class Jobs:
    """The jobs of all owners; every question names the owner.

    Args:
        table: the job store.
        intake: the intake queue.
    """

    table: JobTable
    intake: Queue

    def get(self, owner: str, job_id: str, wait_seconds: float = 0.0) -> Job:
        """Return the job as soon as it has ended, at the latest after `wait_seconds`; raises NoSuchJob."""
        began = time.time()
        job = self._look(owner, job_id, lambda job: job is not None, began + GRACE_SECONDS)
        if job is not None and not job.status.ended and wait_seconds > 0:
            job = self._look(owner, job_id, lambda job: job is None or job.status.ended, began + wait_seconds)
        if job is None:
            raise NoSuchJob(job_id)
        return job

    def cancel(self, owner: str, job_id: str) -> Job:
        """Cancel a job that has not ended; raises NoSuchJob or WrongState."""
        self.get(owner, job_id)
        try:
            job = ends.cancel(self.table, job_key(owner, job_id), now=time.time())
        except Refused as refused:
            if refused.job is None:
                raise NoSuchJob(job_id) from refused
            raise WrongState(refused.job) from refused
        if job.status.ended:
            job_ended(job)
        return job

    def retry(self, owner: str, job_id: str) -> Job:
        """Ask intake to run a FAILED job again; raises NoSuchJob or WrongState."""
        job = self.get(owner, job_id)
        if job.status is not Status.FAILED:
            raise WrongState(job)
        ref = job.ref
        self.intake.send(
            Retry(owner=ref.owner, id=ref.id, type=ref.type, run=ref.run),
            group=job.group,
            once=f"retry {ref.key} {ref.run}",
        )
        return job

    def _look(
        self, owner: str, job_id: str, enough: Callable[[Job | None], bool], until: float
    ) -> Job | None:
        while True:
            job = self.table.get(job_key(owner, job_id))
            left = until - time.time()
            if enough(job) or left <= 0:
                return job
            time.sleep(min(LOOK_EVERY_SECONDS, left))
