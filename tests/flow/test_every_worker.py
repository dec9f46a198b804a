"""What every job type's worker does, whatever its work is: the kit's part, asked of each in the catalog."""

import json

from infra.catalog import CATALOG
from infra.workload.job_types import WorkerType
from local.stack import LocalStack
from tests.flow.account import Account
from tests.flow.callers import Caller

WORKERS = [job_type for workload in CATALOG for job_type in workload.of(WorkerType)]

#: More than the job store keeps.
LARGE = {"padding": "x" * 70_000}


def queue(job_type: WorkerType, suffix: str = "") -> str:
    """Return the short name of a type's queue."""
    return f"{job_type.name}{suffix}{'.fifo' if job_type.ordered else ''}"


def send(stack: LocalStack, job_type: WorkerType, body: str, once: str) -> None:
    """Put a message onto a type's queue."""
    sqs = stack.client("sqs")
    url = sqs.get_queue_url(QueueName=f"offload-dev-{queue(job_type)}")["QueueUrl"]
    if job_type.ordered:
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId=once, MessageDeduplicationId=once)
    else:
        sqs.send_message(QueueUrl=url, MessageBody=body)


def test_every_worker_reads_a_large_payload_waits_for_its_record_and_sets_aside_what_it_cannot_read(
    caller: Caller, stack: LocalStack, account: Account
) -> None:
    owner = caller.user.user_id
    for job_type in WORKERS:
        name = {"owner": owner, "id": f"{job_type.name}.large", "type": job_type.name}
        account.send_to_intake({**name, "kind": "submission", "submitted_at": 1, "payload": LARGE})
        send(stack, job_type, "not a message", "malformed")
    stack.clock.advance(seconds=5)
    for job_type in WORKERS:
        name = {"owner": owner, "id": f"{job_type.name}.large", "type": job_type.name}
        assert caller.look(name["id"]).failure == "InvalidPayload", job_type.name
        # A message that is ahead of its record.
        send(stack, job_type, json.dumps({**name, "run": 2}), "ahead")
    stack.clock.advance(seconds=2)

    for job_type in WORKERS:
        job = f"{job_type.name}.large"
        assert account.depth(queue(job_type)) == 1, job_type.name
        caller.retry(job)
        assert caller.follow(job, run=2, within=60).failure == "InvalidPayload"
        (letter,) = account.messages(queue(job_type, "-dlq"))
        assert (letter.body, letter.reason["error_type"]) == ("not a message", "MalformedMessage")
