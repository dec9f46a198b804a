"""What SES knows of an account in one region: its quotas, whom it does not mail, what it sent."""

from dataclasses import dataclass, field
from typing import Final, cast

from moto.core.utils import unix_time
from moto.ses.models import SESBackend, ses_backends

from local.account import ACCOUNT_ID
from local.moto_fixes.sesv2.refusal import Refusal

DAY_SECONDS: Final = 86_400


@dataclass(frozen=True)
class Quota:
    """How much SES takes, counted in recipients.

    https://docs.aws.amazon.com/ses/latest/dg/quotas.html

    Attributes:
        a_day: within any 24 hours.
        a_second: short bursts aside.
    """

    a_day: int
    a_second: int


#: Of a new account; and of one that was let out of the sandbox, where AWS decides case by case.
SANDBOX: Final = Quota(a_day=200, a_second=1)
PRODUCTION: Final = Quota(a_day=50_000, a_second=14)


@dataclass(frozen=True)
class SentMail:
    """A mail that SES has taken.

    Attributes:
        message_id: SES's.
        at: when, in seconds since the epoch.
        source: the From header.
        recipients: of all kinds, as they were given.
        subject: of a simple mail; None of a raw one.
        text: the text of a simple mail.
        html: the HTML of a simple mail.
        raw: a raw mail.
        configuration_set: it was sent with.
    """

    message_id: str
    at: float
    source: str
    recipients: tuple[str, ...]
    subject: str | None = None
    text: str | None = None
    html: str | None = None
    raw: bytes | None = None
    configuration_set: str | None = None


@dataclass
class Sending:
    """An account's sending in a region. Local accounts have left the sandbox, as one has to for customers."""

    in_sandbox: bool = False
    suppressed: dict[str, tuple[str, float]] = field(default_factory=dict)
    mails: list[SentMail] = field(default_factory=list)
    free_at: float = 0.0

    @property
    def quota(self) -> Quota:
        """What SES takes of this account."""
        return SANDBOX if self.in_sandbox else PRODUCTION

    def sent_today(self) -> int:
        """Return to how many recipients mail was taken within the last 24 hours."""
        since = unix_time() - DAY_SECONDS
        return sum(len(mail.recipients) for mail in self.mails if mail.at > since)

    def admit(self, recipients: int) -> None:
        """Count so many recipients against the quotas. Raises Refusal where there are too many."""
        now, rate = unix_time(), self.quota.a_second
        if self.sent_today() + recipients > self.quota.a_day:
            raise Refusal("TooManyRequestsException", "Daily message quota exceeded.")
        base = max(self.free_at, now)
        if base - now > 1 - 1 / rate:
            raise Refusal("TooManyRequestsException", "Maximum sending rate exceeded.")
        self.free_at = base + recipients / rate


def sending_of(backend: SESBackend) -> Sending:
    """Return the sending of the account and region of moto's backend (the one of version 1 has the state)."""
    found = cast("Sending | None", vars(backend).get("sending"))
    if found is None:
        found = Sending()
        vars(backend)["sending"] = found
    return found


def sent_mails(region: str) -> tuple[SentMail, ...]:
    """Return what SES has taken in a region, in that order."""
    return tuple(sending_of(ses_backends[ACCOUNT_ID][region]).mails)
