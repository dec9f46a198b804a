"""The messages on the kit's own queues: what API Gateway and the functions tell each other.

Every queue's body is one JSON object. This module knows their shape, nothing of SQS.
"""

import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from functions.offload.errors import MalformedMessage
from functions.offload.job import JobRef

#: Owners and ids are parts of keys, so neither may hold what separates them.
_Part = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^/\s]+$")]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: _Part
    id: _Part
    type: _Part


class Submission(_Message):
    """A payload that API Gateway accepted at `submitted_at`, in milliseconds since the epoch."""

    kind: Literal["submission"] = "submission"
    submitted_at: int
    payload: object


class Retry(_Message):
    """The wish to run a FAILED job again; `run` is the run that failed."""

    kind: Literal["retry"] = "retry"
    run: int


class Work(_Message):
    """A run of a job to be done, on its type's queue; in a DLQ, `failed` marks the copy of a FAILED run."""

    run: int
    failed: bool = False

    @classmethod
    def of(cls, ref: JobRef, *, failed: bool = False) -> "Work":
        """Return the message that names `ref`."""
        return cls(owner=ref.owner, id=ref.id, type=ref.type, run=ref.run, failed=failed)

    @property
    def ref(self) -> JobRef:
        """The run that the message names."""
        return JobRef(self.owner, self.id, self.type, self.run)


_INTAKE: TypeAdapter[Submission | Retry] = TypeAdapter(
    Annotated[Submission | Retry, Field(discriminator="kind")]
)


def parse_intake(body: str) -> Submission | Retry:
    """Read the body of a message on the intake queue; raises MalformedMessage."""
    try:
        # Pydantic's own parser refuses half of a surrogate pair, API Gateway does not: a payload that has one
        # was accepted, so it has to fail where its owner sees it.
        return _INTAKE.validate_python(json.loads(body))
    except ValueError as error:
        raise MalformedMessage(f"not a message for intake: {error}") from error


def parse_work(body: str) -> Work:
    """Read the body of a message on a work queue; raises MalformedMessage."""
    try:
        return Work.model_validate_json(body)
    except ValidationError as error:
        raise MalformedMessage(f"not a message for a worker: {error}") from error
