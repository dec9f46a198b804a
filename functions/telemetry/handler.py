"""The Lambda handler behind the stream: wires, counts, and measures what it has done."""

import os
import time

from functions.offload.aws import client
from functions.offload.lambda_events import BatchAnswer, Context
from functions.offload.telemetry import count, measure
from functions.telemetry.aggregation import Aggregation
from functions.telemetry.announcement import Announcements
from functions.telemetry.anomaly import Rule
from functions.telemetry.batch import Batch, KinesisEvent
from functions.telemetry.windows import Windows

_aggregation = Aggregation(
    Windows(client("dynamodb"), os.environ["OWN_TABLE"]),
    Announcements(client("events"), os.environ["EVENT_BUS"]),
    Rule(),
)


def handle(event: KinesisEvent, context: Context) -> BatchAnswer:
    """Count the readings of a batch; the answer names the records that come again."""
    batch = Batch(event)
    answer = batch.work_through(_aggregation.take, context)
    for outcome, readings in batch.counts.items():
        count("Readings", readings, outcome=outcome)
    for reason, records in batch.refused.items():
        count("RecordFailed", records, reason=reason)
    if batch.oldest is not None:
        measure("AcceptedToCounted", time.time() - batch.oldest / 1000)
    return answer
