"""Brings parcels to their targets in tasks of their own: tries again what may succeed, buries what cannot.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from botocore.exceptions import ClientError

from local.engine.events.failure import Failure, Undeliverable, failure
from local.engine.events.parcel import DeadLetter, Parcel
from local.hub import Hub

#: Seconds before the first retry; each further wait is twice as long at most, never over the longest. AWS
#: names no numbers: with these, 185 retries take about the 24 hours they are said to take.
FIRST_WAIT = 1.0
LONGEST_WAIT = 600.0

_log = logging.getLogger(__name__)


class Carrier(Protocol):
    """Who hands parcels over."""

    def send(self, parcel: Parcel) -> None:
        """Hand a parcel to its target. Raises ClientError or Undeliverable."""

    def send_dead_letter(self, parcel: Parcel, letter: DeadLetter, attributes: Mapping[str, str]) -> None:
        """Send what a parcel leaves to its dead-letter queue. Raises ClientError or Undeliverable."""


class Delivery:
    """Brings parcels.

    Args:
        hub: gives the turns, the time and the chance.
        carrier: hands parcels over.
    """

    def __init__(self, hub: Hub, carrier: Carrier) -> None:
        self._hub = hub
        self._carrier = carrier

    def start(self, parcel: Parcel) -> None:
        """Bring a parcel, later: whoever sends it does not wait, and never hears what becomes of it."""
        self._hub.spawn(partial(self._bring, parcel), f"delivery to {parcel.target}")

    def _bring(self, parcel: Parcel) -> None:
        last_chance = parcel.sent + parcel.retry.age
        retries, wait = 0, FIRST_WAIT
        while failed := self._failure(partial(self._carrier.send, parcel)):
            if not failed.temporary:
                return self._bury(parcel, failed, retries)
            if retries == parcel.retry.attempts:
                return self._bury(parcel, failed, retries, exhausted="MaximumRetryAttempts")
            pause = wait * self._hub.random.uniform(0.5, 1.0)
            if self._hub.now() + pause >= last_chance:
                self._hub.sleep(last_chance - self._hub.now())
                return self._bury(parcel, failed, retries, exhausted="MaximumEventAgeInSeconds")
            self._hub.sleep(pause)
            retries, wait = retries + 1, min(2 * wait, LONGEST_WAIT)
        return None

    def _bury(self, parcel: Parcel, failed: Failure, retries: int, *, exhausted: str | None = None) -> None:
        """Send a parcel that could not be delivered to its dead-letter queue; without one it is lost."""
        letter = parcel.dead_letter
        if letter is not None:
            attributes = {
                **letter.attributes,
                "ERROR_CODE": failed.error or failed.code if letter.quotes else failed.code,
                "ERROR_MESSAGE": failed.message or failed.code,
                "RETRY_ATTEMPTS": str(retries),
                **({} if exhausted is None else {"EXHAUSTED_RETRY_CONDITION": exhausted}),
            }
            lost = self._failure(lambda: self._carrier.send_dead_letter(parcel, letter, attributes))
            if lost is None:
                return
            _log.warning("%s took no dead letter: %s: %s", letter.queue, lost.code, lost.message)
        sender = parcel.sender or parcel.source
        _log.warning("%s lost for %s: %s: %s", sender, parcel.target, failed.code, failed.message)

    @staticmethod
    def _failure(send: Callable[[], None]) -> Failure | None:
        try:
            send()
        except ClientError as error:
            return failure(error)
        except Undeliverable as error:
            return error.failure
        return None
