"""The Lambda handler of the sweep: a schedule's tick, by way of a queue."""

import json
import os
import time

from functions.offload.aws import client
from functions.offload.batch import work_through
from functions.offload.dead_letters import DeadLetters
from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsRecord
from functions.offload.queues import Queue
from functions.offload.settlement import Settlement
from functions.offload.store.table import JobTable
from functions.sweep.sweep import Sweep

RESERVE_SECONDS = 5

_sqs = client("sqs")
_table = JobTable(client("dynamodb"), os.environ["JOB_TABLE"], int(os.environ["RETENTION_DAYS"]) * 86_400)
_sweep = Sweep(
    table=_table,
    settlement=Settlement(_table, client("stepfunctions")),
    dead_letters={
        job_type: DeadLetters(Queue(_sqs, queue["url"]))
        for job_type, queue in json.loads(os.environ["DEAD_LETTER_QUEUES"]).items()
    },
)
_queue_url = os.environ["QUEUE_URL"]


def handle(event: SqsEvent, context: Context) -> BatchAnswer:
    """Sweep once for each tick in the batch."""
    return work_through(
        event, context, _tick, sqs=_sqs, queue_url=_queue_url, reserve_seconds=RESERVE_SECONDS
    )


def _tick(record: SqsRecord) -> None:  # noqa: ARG001 - a tick says nothing but its coming
    _sweep.run(time.time())
