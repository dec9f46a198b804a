"""What the kit tells the rest of the company about its jobs: the events on the bus, by name and version.

A subscriber keeps to this: an event may come twice, with the same `id`; events may overtake each other, and
`sequence` says which of a job's is the later; fields may be added to a version, so unknown ones are ignored.
Anything else is a new version, published beside the old one. docs/events/ has their JSON schemas.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

#: The source of all these events on the bus.
SOURCE = "offload.jobs"

#: A larger result is left out of its event: the job has it, and a subscriber pays for each event it hears.
MAX_RESULT_BYTES = 32 * 1024


class _Open(BaseModel):
    """Takes fields it does not know: a subscriber of today hears the events of tomorrow."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class JobName(_Open):
    """Which job, in which run."""

    owner: str = Field(description="Whose job it is; `service:{source}` where another service submitted it")
    id: str = Field(description="Unique for its owner")
    type: str
    run: int = Field(ge=1, description="1 at acceptance, one more with each retry")


class JobError(_Open):
    """Why a job failed, as its owner reads it."""

    type: str
    message: str


class JobEvent(_Open):
    """What every event about a job says. The payload is never in it."""

    version: Literal[1] = 1
    id: str = Field(description="The same each time this event comes: what to tell a duplicate by")
    sequence: int = Field(ge=0, description="Of two events of one job the later one has the higher")
    at: str = Field(description="When it happened: ISO 8601, UTC, milliseconds")
    job: JobName
    submitted_at: str = Field(description="When the job was accepted, written as `at`")


class JobAccepted(JobEvent):
    """A job was recorded and waits for its turn."""

    status: Literal["PENDING"] = "PENDING"


class JobRetried(JobEvent):
    """A failed job waits for its next run."""

    status: Literal["PENDING"] = "PENDING"


class JobStarted(JobEvent):
    """The first attempt of a run has begun; further attempts are no news."""

    status: Literal["RUNNING"] = "RUNNING"


class JobSucceeded(JobEvent):
    """A job has done its work."""

    status: Literal["SUCCEEDED"] = "SUCCEEDED"
    result: JsonValue = Field(default=None, description="null where there is none, or where it is left out")
    result_omitted: bool = Field(default=False, description=f"The result is over {MAX_RESULT_BYTES} bytes")


class JobFailed(JobEvent):
    """A run of a job has failed for good; only a retry can bring the next one."""

    status: Literal["FAILED"] = "FAILED"
    error: JobError


class JobCancelled(JobEvent):
    """A job was stopped at its owner's wish."""

    status: Literal["CANCELLED"] = "CANCELLED"


#: All of them; the name of a class is the event's detail-type.
JOB_EVENTS: tuple[type[JobEvent], ...] = (
    JobAccepted,
    JobRetried,
    JobStarted,
    JobSucceeded,
    JobFailed,
    JobCancelled,
)
