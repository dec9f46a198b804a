"""A type's dead-letter queue (DLQ) as the functions fill it: copies that name a failed run, and why."""

from dataclasses import dataclass

from functions.offload.job import Failure, Job
from functions.offload.lambda_events import SqsRecord
from functions.offload.messages import Work
from functions.offload.queues import Queue


@dataclass(frozen=True)
class DeadLetters:
    """Puts messages where a person finds them.

    Args:
        queue: the DLQ of a job type.
    """

    queue: Queue

    def copy(self, job: Job, reason: Failure) -> None:
        """Send a copy that names the job's run; redriven, it asks for the next run, once."""
        self.queue.send(
            Work.of(job.ref, failed=True),
            group=job.group,
            # Not as intake names the run: SQS would drop as a duplicate what is redriven in five minutes.
            once=f"{job.ref.key} {job.ref.run} failed",
            reason={"error_type": reason.type, "error_message": reason.message},
        )

    def set_aside(self, record: SqsRecord, error: Exception) -> None:
        """Send a message that no worker can read as it came."""
        self.queue.send(
            record["body"],
            group=record["attributes"].get("MessageGroupId", "malformed"),
            once=record["messageId"],
            reason={"error_type": type(error).__name__, "error_message": str(error)},
        )
