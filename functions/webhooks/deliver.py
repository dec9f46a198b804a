"""The handler of the workload's inner queue: delivers one message, or lets it wait for the next attempt."""

import os
import time
from collections.abc import Mapping

from functions.offload.consumer import Delivery, consumer
from functions.offload.telemetry import count
from functions.webhooks.calling import Answer, post
from functions.webhooks.delivering import Delivering
from functions.webhooks.due import Due
from functions.webhooks.environment import records, trusted_origins

_max_attempts = int(os.environ["MAX_ATTEMPTS"])
_trusted = trusted_origins()


def _post(url: str, headers: Mapping[str, str], body: str) -> Answer:
    return post(url, headers, body, trusted=_trusted)


_delivering = Delivering(records(), _post, count)


def deliver(due: Due, delivery: Delivery) -> None:
    """Try once. A message that stays undelivered is its owner's to replay, so it never goes to the DLQ."""
    _delivering.attempt(due, last=delivery.receives >= _max_attempts, now=time.time())


handle = consumer(Due, deliver)
