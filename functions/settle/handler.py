"""The Lambda handler of settle: Step Functions status events, by way of a queue.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

import json
import os

from functions.offload.aws import client
from functions.offload.batch import Later, work_through
from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsRecord
from functions.offload.settlement import Settlement, job_named_by
from functions.offload.store.table import JobTable
from functions.offload.telemetry import logger

RESERVE_SECONDS = 2
#: An event can come before Step Functions shows the end it tells of.
AGAIN_SECONDS = 5

_sqs = client("sqs")
_queue_url = os.environ["QUEUE_URL"]
_table = JobTable(client("dynamodb"), os.environ["JOB_TABLE"], int(os.environ["RETENTION_DAYS"]) * 86_400)
_settlement = Settlement(_table, client("stepfunctions"))


def handle(event: SqsEvent, context: Context) -> BatchAnswer:
    """Settle the job of each event in the batch."""
    return work_through(
        event, context, _settle, sqs=_sqs, queue_url=_queue_url, reserve_seconds=RESERVE_SECONDS
    )


def _settle(record: SqsRecord) -> None:
    execution = json.loads(record["body"])["detail"]["executionArn"]
    described = _settlement.describe(execution)
    if described is None or described["status"] == "RUNNING":
        raise Later(AGAIN_SECONDS)
    named = job_named_by(described)
    job = _table.get(named.key) if named is not None else None
    if named is None or job is None or job.ref.run != named.run:
        logger.info("no job waits for this execution", extra={"execution": execution})
        return
    _settlement.settle(job, described)
