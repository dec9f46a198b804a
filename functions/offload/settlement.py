"""Ends a job as its workflow's execution ended: what settle and the sweep both do.

The execution is asked for its end rather than the event believed: an event may lack the output, or be lost.
https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
"""

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from functions.offload.job import Failure, Job
from functions.offload.outcome import MAX_RESULT_BYTES
from functions.offload.step import StepInput, StepJob
from functions.offload.store import ends
from functions.offload.store.table import JobTable, Refused
from functions.offload.telemetry import count, job_ended, logger

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient
    from mypy_boto3_stepfunctions.type_defs import DescribeExecutionOutputTypeDef

#: The error name by which a workflow says that it stopped because its owner asked it to.
CANCELLED = "Cancelled"

#: The error name by which a workflow says that a compensation failed: effects remain, a person must look.
COMPENSATION_FAILED = "CompensationFailed"


@dataclass(frozen=True)
class Settlement:
    """Asks Step Functions how an execution ended, and ends its job likewise.

    Args:
        table: the job store.
        client: a client of Step Functions.
    """

    table: JobTable
    client: "SFNClient"

    def describe(self, execution: str) -> "DescribeExecutionOutputTypeDef | None":
        """Return what Step Functions says of an execution (an ARN), None where it knows none."""
        try:
            return self.client.describe_execution(executionArn=execution)
        except self.client.exceptions.ExecutionDoesNotExist:
            return None

    def settle(self, job: Job, described: "DescribeExecutionOutputTypeDef") -> bool:
        """End the job as its execution ended; tell whether it was still to be ended."""
        outcome = outcome_of(described)
        try:
            ended = ends.settle(self.table, job, outcome, now=time.time())
        except Refused:
            return False
        about = {"job": job.ref.key, "run": job.ref.run}
        logger.info("settled", extra={**about, "status": ended.status})
        job_ended(ended)
        if isinstance(outcome, Failure) and outcome.type == COMPENSATION_FAILED:
            logger.error("stuck: a compensation failed", extra={**about, "cause": outcome.message})
            count(COMPENSATION_FAILED)
        return True


def outcome_of(described: "DescribeExecutionOutputTypeDef") -> ends.Outcome:
    """Return how a job ends whose execution ended so."""
    if described["status"] == "SUCCEEDED":
        output = described.get("output", "null")
        if len(output.encode()) > MAX_RESULT_BYTES:
            return Failure("ResultTooLarge", f"the workflow's output has {len(output.encode())} bytes")
        return ends.Succeeded(output)
    error = described.get("error") or f"Execution{described['status'].capitalize().replace('_', '')}"
    if error == CANCELLED:
        return None
    return Failure(error, _message(described.get("cause")) or f"the workflow ended as {described['status']}")


class _LambdaError(BaseModel):
    """What Lambda says of a handler's exception: the cause that a failed step leaves behind.

    https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html
    """

    errorMessage: str  # noqa: N815 - Lambda's spelling


def _message(cause: str | None) -> str | None:
    """Return what a person reads of a cause: a step's own message without its trace, any other text whole."""
    try:
        return _LambdaError.model_validate_json(cause or "").errorMessage
    except ValidationError:
        return cause


def job_named_by(described: "DescribeExecutionOutputTypeDef") -> StepJob | None:
    """Return the job an execution works for, None for one that somebody started by hand."""
    try:
        # The payload beside the job is not Pydantic's to judge; its own parser would.
        return StepInput.model_validate(json.loads(described.get("input", ""))).job
    except ValueError:
        return None
