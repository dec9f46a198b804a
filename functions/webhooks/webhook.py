"""A webhook as the workload knows it, and the rules it lives by. Pure domain: no AWS, no HTTP, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: After so many messages in a row that could not be delivered, each tried for hours, a webhook is disabled.
MAX_FAILURES: Final = 3

#: Webhooks an owner can have.
MAX_WEBHOOKS: Final = 20


class State(StrEnum):
    """Whether messages are sent to it."""

    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True)
class Registered:
    """A webhook that a caller has registered.

    Attributes:
        owner: who registered it; only the owner's jobs are told.
        id: unique for its owner.
        url: where messages go.
        secret: what they are signed with, as the receiver was given it: `whsec_` and base64.
        events: what it wants to hear.
        job_types: of which job types; none for all.
        state: whether messages are sent.
        failures: undeliverable messages since the last one that was delivered.
        why: why it was disabled.
        registered_at: ISO 8601.
    """

    owner: str
    id: str
    url: str
    secret: str
    events: Sequence[str]
    job_types: Sequence[str]
    state: State
    failures: int
    registered_at: str
    why: str | None = None

    def wants(self, event: str, job_type: str) -> bool:
        """Whether it is to hear of such an event of a job of this type."""
        return event in self.events and (not self.job_types or job_type in self.job_types)


class Status(StrEnum):
    """Where a message is on its way to one webhook."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """A message to one webhook.

    Attributes:
        webhook: the webhook's id.
        id: `msg_…`, the same at each attempt and each replay: what the receiver tells a duplicate by.
        event: such as `job.succeeded`.
        body: the JSON text that is sent and signed.
        status: how far it has come.
        attempts: how often it was sent, replays included.
        answer: what the last attempt met: a status code, or why there was none.
        attempted_at: when that was, ISO 8601; None before the first.
    """

    owner: str
    webhook: str
    id: str
    event: str
    body: str
    status: Status = Status.PENDING
    attempts: int = 0
    answer: str | None = None
    attempted_at: str | None = None
