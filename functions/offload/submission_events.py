"""How another service submits a job without HTTP, and how it hears that it could not.

Both are events on the bus, so neither side knows the other's address.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

#: The source of SubmissionRejected.
SOURCE = "offload.submissions"

#: What may follow the type in a job's id, whoever submits it.
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class SubmitJob(BaseModel):
    """The wish for a job, under the detail-type `SubmitJob`; the event's source is the owner's name.

    A field it does not know refuses it: a key under a wrong name would make two jobs of one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,25}$", description="A job type of the catalog")]
    payload: JsonValue = Field(description="As the body of POST /jobs/{type}")
    idempotency_key: Key | None = Field(
        default=None, description="Two events of one source and type with the same key are one job"
    )


class SubmissionRejected(BaseModel):
    """A SubmitJob event that became no job, for its sender to hear; a copy is in the submitter's DLQ."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    event: str = Field(description="The id of the SubmitJob event: what to tell a duplicate by")
    source: str = Field(description="Of the SubmitJob event")
    type: str | None = Field(default=None, description="The type asked for, where it could be read")
    idempotency_key: str | None = Field(default=None, description="Likewise")
    reason: str = Field(description="UnknownType, InvalidPayload or InvalidSubmission")
    message: str
