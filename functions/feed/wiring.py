"""Wiring: the feed's parts put together from the function's environment."""

import os

from functions.feed.table import Table
from functions.offload.aws import client
from functions.offload.queues import Queue


def table() -> Table:
    """The feed's table."""
    return Table(client("dynamodb"), os.environ["OWN_TABLE"])


def notifications() -> Queue:
    """The queue of notices."""
    return Queue(client("sqs"), os.environ["NOTIFICATIONS_QUEUE_URL"])
