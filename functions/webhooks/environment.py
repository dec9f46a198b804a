"""What the workload's functions are told: their table, their queue, and what the stage trusts."""

import json
import os

from functions.offload.aws import client
from functions.offload.queues import Queue
from functions.webhooks.records import Records


def records() -> Records:
    """The workload's own table."""
    return Records(client("dynamodb"), os.environ["OWN_TABLE"])


def deliveries() -> Queue:
    """The queue of messages that are to be delivered."""
    return Queue(client("sqs"), os.environ["DELIVERIES_QUEUE_URL"])


def trusted_origins() -> frozenset[str]:
    """Each `http://host:port` that may be called whatever its address: none, but on a developer's machine."""
    return frozenset(json.loads(os.environ["WEBHOOK_ORIGINS"]))
