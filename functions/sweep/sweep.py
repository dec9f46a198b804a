"""What becomes of a job that is due for a look. Knows no Lambda event.

Two kinds come here: a last attempt whose lease ran out while its message never came back, and a workflow that
has said nothing, or may never have started. The job store's conditions let each end once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.offload.dead_letters import DeadLetters
from functions.offload.errors import Exhausted
from functions.offload.job import Failure, Job
from functions.offload.settlement import Settlement
from functions.offload.store import attempts, ends
from functions.offload.store.listing import due_for_the_sweep
from functions.offload.store.table import JobTable, Refused
from functions.offload.telemetry import job_ended, logger


@dataclass(frozen=True)
class Sweep:
    """Looks at every job whose watch has come.

    Args:
        table: the job store.
        settlement: asks Step Functions.
        dead_letters: the DLQ of each job type.
    """

    table: JobTable
    settlement: Settlement
    dead_letters: Mapping[str, DeadLetters]

    def run(self, now: float) -> int:
        """Look at all that is due at `now` (seconds since the epoch); return how many jobs were looked at."""
        looked_at = 0
        for job in due_for_the_sweep(self.table, now):
            looked_at += 1
            with logger.append_context_keys(job=job.ref.key, run=job.ref.run):
                self._look_at(job, now)
        return looked_at

    def _look_at(self, job: Job, now: float) -> None:
        if job.execution is None:
            reason = Failure(Exhausted.__name__, "the last attempt ended without an answer")
            self._fail(job, reason, now)
            return
        described = self.settlement.describe(job.execution)
        if described is None:
            self._fail(job, Failure("ExecutionMissing", "Step Functions does not know its execution"), now)
        elif described["status"] == "RUNNING":
            attempts.hand_over(self.table, job, now=now)
        else:
            self.settlement.settle(job, described)

    def _fail(self, job: Job, reason: Failure, now: float) -> None:
        if not job.cancel_requested:
            self.dead_letters[job.ref.type].copy(job, reason)
        try:
            ended = ends.finish(self.table, job, None if job.cancel_requested else reason, now=now)
        except Refused:
            logger.info("it has gone on meanwhile")
        else:
            logger.warning("ended by the sweep", extra={"status": ended.status, "reason": reason.type})
            job_ended(ended)
