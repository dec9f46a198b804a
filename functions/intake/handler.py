"""The Lambda handler of intake: the intake queue's batches in, what goes back out."""

import json
import os

from functions.intake.intake import Intake
from functions.offload.aws import client
from functions.offload.batch import work_through
from functions.offload.job import job_key
from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsRecord
from functions.offload.messages import parse_intake
from functions.offload.payloads import Payloads
from functions.offload.queues import Queue
from functions.offload.store.table import JobTable
from functions.offload.telemetry import logger

#: With less time left than this no further message is begun.
RESERVE_SECONDS = 2

_sqs = client("sqs")
_queue_url = os.environ["QUEUE_URL"]
_intake = Intake(
    table=JobTable(client("dynamodb"), os.environ["JOB_TABLE"], int(os.environ["RETENTION_DAYS"]) * 86_400),
    payloads=Payloads(os.environ["PAYLOAD_BUCKET"]),
    queues={
        job_type: Queue(_sqs, queue["url"])
        for job_type, queue in json.loads(os.environ["WORK_QUEUES"]).items()
    },
)


def handle(event: SqsEvent, context: Context) -> BatchAnswer:
    """Take each message of the batch, in order within its group."""
    return work_through(
        event, context, _take, sqs=_sqs, queue_url=_queue_url, reserve_seconds=RESERVE_SECONDS
    )


def _take(record: SqsRecord) -> None:
    message = parse_intake(record["body"])
    with logger.append_context_keys(job=job_key(message.owner, message.id), type=message.type):
        _intake.take(message, record["attributes"]["MessageGroupId"])
