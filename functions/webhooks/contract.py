"""What callers say about their webhooks: the bodies of the workload's routes."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

#: What can be told of a job.
EventType = Literal["job.succeeded", "job.failed", "job.cancelled"]


class Webhook(BaseModel):
    """A URL of the caller's that wants to hear what became of its jobs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    url: str = Field(
        pattern=r"^https?://[^\s/?#@]+(/[^\s]*)?$",
        max_length=1000,
        description="Where messages are POSTed; https, and on the public internet",
    )
    events: Annotated[list[EventType], Field(min_length=1, json_schema_extra={"uniqueItems": True})] = Field(
        default=["job.succeeded", "job.failed", "job.cancelled"], description="What it wants to hear"
    )
    job_types: list[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]] = Field(
        default=[], max_length=20, description="Of which job types; of all if none is named"
    )
