"""The deployed app, seen through the AWS APIs: jobs in at its intake queue, and read in its job store."""

import json
import time
import uuid
from dataclasses import dataclass

import boto3

from deploy_check.cdk_cli import STAGE
from deploy_check.steps import CheckFailed
from local.cli.samples.steps import Submit

#: The unique id that IAM would give the user who submits.
OWNER = "AIDADEPLOYCHECK"
POLL_SECONDS = 0.25
END_SECONDS = 120.0
ENDS = {"SUCCEEDED", "FAILED", "CANCELLED"}


@dataclass(frozen=True)
class Ending:
    """How a job ended: its status, and why if it failed."""

    status: str
    reason: str


class DeployedApp:
    """What the stacks made, found by the names the kit gives.

    Args:
        session: credentials and region.
        url: where the AWS APIs are.
    """

    def __init__(self, session: boto3.Session, url: str) -> None:
        self._sqs = session.client("sqs", endpoint_url=url)
        self._s3 = session.client("s3", endpoint_url=url)
        self._dynamodb = session.client("dynamodb", endpoint_url=url)
        functions = session.client("lambda", endpoint_url=url)
        self._queue_url = self._sqs.get_queue_url(QueueName=f"offload-{STAGE}-intake.fifo")["QueueUrl"]
        intake = functions.get_function_configuration(FunctionName=f"offload-{STAGE}-intake")
        self._table = intake["Environment"]["Variables"]["JOB_TABLE"]
        self._bucket = intake["Environment"]["Variables"]["PAYLOAD_BUCKET"]

    def submit(self, job: Submit) -> str:
        """Upload the job's files, send what API Gateway would have sent, and return the job's id."""
        payload = dict(job.payload)
        for field, path in job.uploads.items():
            key = f"uploads/{OWNER}/{uuid.uuid4()}/{path.name}"
            self._s3.put_object(Bucket=self._bucket, Key=key, Body=path.read_bytes())
            payload[field] = key
        job_id = f"{job.submit}.{uuid.uuid4()}"
        submission = {
            "kind": "submission",
            "owner": OWNER,
            "id": job_id,
            "type": job.submit,
            "submitted_at": int(time.time() * 1000),
            "payload": payload,
        }
        self._sqs.send_message(
            QueueUrl=self._queue_url,
            MessageBody=json.dumps(submission),
            MessageGroupId=f"{OWNER}.{job_id}",
            MessageDeduplicationId=f"{OWNER}.{job_id}",
        )
        return job_id

    def await_end(self, job_id: str) -> Ending:
        """Wait until the job store says that the job has ended. Raises CheckFailed if it never does."""
        deadline = time.monotonic() + END_SECONDS
        status = "unknown to the job store"
        while time.monotonic() < deadline:
            found = self._dynamodb.get_item(TableName=self._table, Key={"key": {"S": f"{OWNER}/{job_id}"}})
            if item := found.get("Item"):
                status = item["status"]["S"]
                if status in ENDS:
                    reason = (item[name]["S"] for name in ("error_type", "error_message") if name in item)
                    return Ending(status, ": ".join(reason))
            time.sleep(POLL_SECONDS)
        raise CheckFailed(f"job {job_id} has not ended within {END_SECONDS:.0f} s: it is {status}")
