"""From the wish for a job to a submission on the intake queue. Knows no Lambda event.

The same wish twice is the same submission: its id, and with it the job, follow from the wish alone.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote_plus

from pydantic import JsonValue

from functions.offload.messages import Submission
from functions.offload.queues import Queue
from functions.submitter.job_types import JobType, JobTypes

#: What SQS takes as a message group.
#: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
_GROUP = re.compile(r"[A-Za-z0-9!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~]{1,128}")


@dataclass(frozen=True, slots=True)
class Wish:
    """A job that somebody wants.

    Attributes:
        service: who wants it; the job's owner is `service:{service}`.
        type: of the job.
        key: unique among the service's jobs of the type: the same key is the same job.
        payload: of the job.
        at: when it was wished for, in seconds since the epoch.
    """

    service: str
    type: str
    key: str
    payload: JsonValue
    at: float

    @property
    def owner(self) -> str:
        """The owner of the job."""
        return f"service:{self.service}"

    @property
    def id(self) -> str:
        """The id of the job."""
        return f"{self.type}.{self.key}"


@dataclass(frozen=True)
class Submitter:
    """Submits jobs.

    Args:
        job_types: those of the catalog.
        intake: the intake queue.
    """

    job_types: JobTypes
    intake: Queue

    def submit(self, wish: Wish) -> None:
        """Send the submission to intake. Raises SubmissionRefused."""
        job_type = self.job_types.check(wish.type, wish.payload)
        submission = Submission(
            owner=wish.owner,
            id=wish.id,
            type=wish.type,
            submitted_at=round(wish.at * 1000),
            payload=wish.payload,
        )
        self.intake.send(submission, group=_group(wish, job_type), once=f"{wish.owner}/{wish.id}")


def _group(wish: Wish, job_type: JobType) -> str:
    """Return the message group: a job's own, or that of all with its ordering value."""
    group = f"{wish.owner}.{wish.id}"
    if job_type.ordered_by is not None and isinstance(wish.payload, dict):
        value = wish.payload[job_type.ordered_by]
        group = f"{wish.owner}.{wish.type}.{quote_plus(str(value))}"
    if _GROUP.fullmatch(group):
        return group
    return f"{wish.type}.{hashlib.sha256(group.encode()).hexdigest()}"
