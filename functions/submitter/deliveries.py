"""What comes on the submitter's queue: events that other services put on the bus, and firings of schedules.

Only EventBridge writes the outermost fields, so no event can pass for a firing, nor for another's event.
"""

import re
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, ValidationError

from functions.offload.submission_events import SubmitJob
from functions.submitter.errors import InvalidSubmission
from functions.submitter.submission import Wish

#: A source becomes part of keys and message groups.
_SOURCE = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")

#: The source of a schedule's jobs; none of the bus may have it.
SCHEDULE = "schedule"

#: Sources of AWS and of the kit itself.
_RESERVED = ("aws.", "offload.")


class SubmitEvent(BaseModel):
    """An event with the detail-type SubmitJob, as EventBridge delivers it."""

    model_config = ConfigDict(frozen=True)

    id: str
    source: str
    detail_type: str = Field(alias="detail-type")
    time: datetime
    detail: dict[str, JsonValue]

    def wish(self) -> Wish:
        """Return what it wishes for; raises InvalidSubmission."""
        if self.source == SCHEDULE or self.source.startswith(_RESERVED):
            raise InvalidSubmission(f"the source {self.source!r} is not anybody's to submit with")
        if not _SOURCE.fullmatch(self.source):
            raise InvalidSubmission("a source that submits is 1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-'")
        try:
            asked = SubmitJob.model_validate(self.detail)
        except ValidationError as error:
            flaws = [f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}" for flaw in error.errors()]
            raise InvalidSubmission("; ".join(flaws)) from error
        return Wish(
            service=self.source,
            type=asked.type,
            key=asked.idempotency_key or self.id,
            payload=asked.payload,
            at=self.time.timestamp(),
        )


class Firing(BaseModel):
    """A schedule that fired, as its rule writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schedule: str
    time: datetime
    type: str
    payload: JsonValue

    def wish(self) -> Wish:
        """Return what it wishes for: the same at each delivery, also where EventBridge fires twice."""
        return Wish(
            service=SCHEDULE,
            type=self.type,
            key=f"{self.schedule}-{self.time:%Y%m%dT%H%M%S}",
            payload=self.payload,
            at=self.time.timestamp(),
        )


class Delivered(RootModel[SubmitEvent | Firing]):
    """One message."""
