"""What an `email` job tells of each recipient; its field `key` becomes a link when the job is read."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str


class Sent(_Answer):
    """SES took the mail; whether it arrived only events tell.

    Attributes:
        message_id: SES's id of it.
        key: of the object that shows what was sent.
    """

    status: Literal["sent"] = "sent"
    message_id: str
    key: str


class Suppressed(_Answer):
    """Nothing was sent, since earlier mail bounced for good or was complained about."""

    status: Literal["suppressed"] = "suppressed"
    reason: Literal["bounce", "complaint"]


class Rejected(_Answer):
    """SES refused the mail to this recipient, and would again."""

    status: Literal["rejected"] = "rejected"
    reason: str


Answer = Annotated[Sent | Suppressed | Rejected, Field(discriminator="status")]


class Mailing(BaseModel):
    """How a mailing went: every recipient has an answer, in the order of the payload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sent: int
    suppressed: int
    rejected: int
    recipients: list[Answer]

    @classmethod
    def of(cls, answers: list[Answer]) -> "Mailing":
        """Count the answers."""
        statuses = [answer.status for answer in answers]
        return cls(
            sent=statuses.count("sent"),
            suppressed=statuses.count("suppressed"),
            rejected=statuses.count("rejected"),
            recipients=answers,
        )
