"""One attempt at delivering a message, and what follows from its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from functions.offload.errors import NotYet
from functions.offload.store.timestamps import timestamp
from functions.webhooks.calling import ANSWER_SECONDS, CONNECT_SECONDS, Answer
from functions.webhooks.due import Due
from functions.webhooks.records import Records
from functions.webhooks.signature import headers
from functions.webhooks.webhook import MAX_FAILURES, Message, Registered, State, Status

#: Longer than a call can take.
ATTEMPT_SECONDS = CONNECT_SECONDS + ANSWER_SECONDS + 2


class Undelivered(Exception):
    """The receiver does not have the message yet: it is sent again later."""


class Post(Protocol):
    """Sends a body to a URL; see `calling.post`."""

    def __call__(self, url: str, headers: Mapping[str, str], body: str) -> Answer:
        """Return what came of it."""


@dataclass(frozen=True)
class Delivering:
    """Delivers messages.

    Args:
        records: the workload's own table.
        post: calls a URL.
        tell: counts something that happened: its name, and dimensions.
    """

    records: Records
    post: Post
    tell: Callable[..., None]

    def attempt(self, due: Due, *, last: bool, now: float) -> None:
        """Send a message once.

        Args:
            due: which.
            last: whether nobody will try again by himself.
            now: seconds since the epoch.

        Raises:
            NotYet: somebody else is at it.
            Undelivered: the receiver does not have it, and this was not the last attempt.
        """
        message = self.records.message(due.owner, due.webhook, due.message)
        webhook = self.records.webhook(due.owner, due.webhook)
        if message is None or webhook is None or message.status is not Status.PENDING:
            return  # expired, removed, or delivered by another copy of this order
        if webhook.state is State.DISABLED:
            self._write(message, Status.FAILED, "the webhook is disabled", now)
            return
        if not self.records.take(message, now=now, seconds=ATTEMPT_SECONDS):
            # Another copy of this order is at it, or died at it.
            raise NotYet("somebody else delivers it", seconds=ATTEMPT_SECONDS)
        signed = headers(webhook.secret, message.id, message.body, now=now)
        answer = self.post(webhook.url, signed, message.body)
        if answer.delivered:
            self._write(message, Status.DELIVERED, answer.text, now)
            self.records.delivered(webhook)
            self.tell("MessageDelivered")
        elif answer.gone:
            self._write(message, Status.FAILED, answer.text, now)
            self._disable(webhook, "the receiver answered 410 Gone")
        elif last:
            self._write(message, Status.FAILED, answer.text, now)
            self.tell("MessageFailed", reason=answer.text)
            if self.records.failed(webhook):
                self._disable(webhook, f"{MAX_FAILURES} messages in a row could not be delivered")
        else:
            self._write(message, Status.PENDING, answer.text, now)
            raise Undelivered(answer.text)

    def _write(self, message: Message, status: Status, answer: str, now: float) -> None:
        self.records.attempted(message, status, answer, timestamp(now))

    def _disable(self, webhook: Registered, why: str) -> None:
        if self.records.disable(webhook.owner, webhook.id, why) is not None:
            self.tell("WebhookDisabled")
