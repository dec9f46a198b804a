"""Records and routes: what becomes of a message on the intake queue. Knows no Lambda event.

Each step can be repeated: the record is found again, and a message sent twice is one job to the worker.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.offload.errors import MalformedMessage
from functions.offload.job import Job, JobRef, Status
from functions.offload.messages import Retry, Submission, Work
from functions.offload.payloads import Payloads
from functions.offload.queues import Queue
from functions.offload.store.acceptance import Accepted, record, retry
from functions.offload.store.table import JobTable
from functions.offload.store.timestamps import timestamp
from functions.offload.telemetry import logger


@dataclass(frozen=True)
class Intake:
    """Takes submissions and retries.

    Args:
        table: the job store.
        payloads: where large payloads go.
        queues: the work queue of each job type.
    """

    table: JobTable
    payloads: Payloads
    queues: Mapping[str, Queue]

    def take(self, message: Submission | Retry, group: str) -> None:
        """Record the job, or its next run, and send it to its worker while it is PENDING.

        Args:
            message: what arrived.
            group: the FIFO message group it arrived in; a retry keeps the group of the submission.

        Raises:
            MalformedMessage: no such job type.
        """
        if message.type not in self.queues:
            logger.error("refused: there is no such job type")
            raise MalformedMessage(f"there is no job type {message.type!r}")
        if isinstance(message, Submission):
            job: Job | None = self._record(message, group)
        else:
            job = retry(self.table, JobRef(message.owner, message.id, message.type, message.run))
        if job is None or job.status is not Status.PENDING:
            logger.info("nothing to do for this message")
            return
        self._send(job)
        logger.info("recorded and routed", extra={"run": job.ref.run})

    def _record(self, submission: Submission, group: str) -> Job:
        submitted_at = submission.submitted_at / 1000
        job = record(
            self.table,
            Accepted(
                owner=submission.owner,
                id=submission.id,
                type=submission.type,
                group=group,
                submitted_at=submitted_at,
                payload=self.payloads.keep(f"{submission.owner}/{submission.id}", submission.payload),
            ),
        )
        if job.submitted_at != timestamp(submitted_at):
            logger.info("a duplicate: the first submission counts", extra={"run": job.ref.run})
        return job

    def _send(self, job: Job) -> None:
        ref = job.ref
        self.queues[ref.type].send(Work.of(ref), group=job.group, once=f"{ref.key} {ref.run}")
