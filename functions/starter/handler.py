"""The Lambda handler of a workflow's starter: a worker whose work is to start the state machine.

Starting again is harmless: the same run has the same execution name and the same input.
https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
"""

import json
import os

from functions.offload.aws import client
from functions.offload.job import Job, JobRef
from functions.offload.worker import handler
from functions.starter.execution import execution_arn, execution_input, execution_name

_client = client("stepfunctions")
_state_machine = os.environ["STATE_MACHINE_ARN"]


def start(job: Job, payload: object) -> None:
    """Start the execution of the job's run, unless it is started."""
    try:
        _client.start_execution(
            stateMachineArn=_state_machine,
            name=execution_name(job.ref),
            input=execution_input(job.ref, payload),
        )
    except _client.exceptions.ExecutionAlreadyExists:
        return


def _execution_of(ref: JobRef) -> str:
    return execution_arn(_state_machine, ref)


handle = handler(json.loads, start, _execution_of)
