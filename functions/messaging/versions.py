"""Which versions of an event this service understands, and what it does with the others.

A version it does not know is passed over: whoever publishes a new one publishes the old one beside it, with
the same identity, until nobody needs it. So nothing is lost, and nothing is counted twice.
"""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from functions.offload.domain_events import JobEvent
from functions.offload.errors import InvalidPayload
from functions.offload.subscriber import Event
from functions.offload.telemetry import count, logger

E = TypeVar("E", bound=JobEvent)


class AnyVersion(BaseModel):
    """The detail of an event of whatever version, with all that it says."""

    model_config = ConfigDict(frozen=True, extra="allow")

    version: int


def understood(event: Event[AnyVersion], model: type[E]) -> E | None:
    """Return the event as the model has it, None where its version is another.

    Raises InvalidPayload where it says that it is of this version, and is not.
    """
    known = model.model_fields["version"].default
    if event.detail.version != known:
        logger.info("passed over", extra={"version": event.detail.version, "detail_type": event.detail_type})
        count("UnknownVersion")
        return None
    try:
        return model.model_validate(event.detail.model_dump())
    except ValidationError as error:
        raise InvalidPayload(str(error)) from error
