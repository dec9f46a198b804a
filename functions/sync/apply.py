"""The consumer of the queue `changes`: applies each change to the copy, each record's in their order."""

import os

from functions.offload.aws import client
from functions.offload.consumer import Delivery, consumer
from functions.offload.telemetry import count, logger
from functions.sync.change import PulledChange
from functions.sync.records import Outcome, Records

_records = Records(client("dynamodb"), os.environ["OWN_TABLE"])


def apply(pulled: PulledChange, _: Delivery) -> None:
    """Apply one change; one that is not newer than the copy changes nothing."""
    change = pulled.change
    applied = _records.apply(pulled.source, change)
    if applied.outcome is Outcome.APPLIED:
        count("ChangeApplied", op=change.op)
    else:
        count("ChangeIgnored", reason=applied.outcome)
    if applied.skipped:
        count("VersionsSkipped")
        logger.info("versions skipped", extra={"key": change.key, "versions": applied.skipped})


handle = consumer(PulledChange, apply)
