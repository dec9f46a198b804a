"""What SES tells of a mail that came back: the details of its events on the account's default bus.

Only what is read here is asked for; SES may say more at any time.
https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Affected(_Part):
    """A recipient that an event is about."""

    address: str = Field(alias="emailAddress", min_length=3)


class BounceDetails(_Part):
    """Why a mail came back. Only what is Permanent will come back again."""

    kind: Literal["Undetermined", "Permanent", "Transient"] = Field(alias="bounceType")
    recipients: list[Affected] = Field(alias="bouncedRecipients")
    timestamp: str


class ComplaintDetails(_Part):
    """Who marked a mail as spam; where a provider does not say, all of its recipients there."""

    recipients: list[Affected] = Field(alias="complainedRecipients")
    timestamp: str


class Bounce(_Part):
    """A mail came back."""

    event: Literal["Bounce"] = Field(alias="eventType")
    bounce: BounceDetails


class Complaint(_Part):
    """A mail was marked as spam."""

    event: Literal["Complaint"] = Field(alias="eventType")
    complaint: ComplaintDetails


class Feedback(RootModel[Annotated[Bounce | Complaint, Field(discriminator="event")]]):
    """One or the other."""
