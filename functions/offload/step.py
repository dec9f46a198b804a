"""A step of a workflow: a small Lambda that a state machine calls with the job and the step's payload.

    handle = step(Charge, charge_card)

The errors it raises are the state machine's error names. Knows no particular workflow.
"""

import os
from collections.abc import Callable, Mapping
from typing import Annotated, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from functions.offload.aws import client
from functions.offload.errors import Cancelled, InvalidPayload
from functions.offload.explanation import explain
from functions.offload.lambda_events import Context
from functions.offload.store.table import JobTable
from functions.offload.telemetry import logger

M = TypeVar("M", bound=BaseModel)


class StepJob(BaseModel):
    """The job a step works for, as the starter put it into the execution's input."""

    model_config = ConfigDict(frozen=True)

    key: str
    owner: str
    id: str
    type: str
    run: Annotated[int, Field(ge=1)]


class StepInput(BaseModel):
    """An execution's input, as far as the kit knows it: the job; the rest is the job type's."""

    job: StepJob


class StepEvent(TypedDict):
    """What a state machine passes to a step."""

    job: Mapping[str, object]
    payload: Mapping[str, object]


StepHandler = Callable[[StepEvent, Context], dict[str, object]]


def step(
    contract: type[M], work: Callable[[StepJob, M], BaseModel], *, cancellable: bool = True
) -> StepHandler:
    """Return the Lambda handler of a step.

    Args:
        contract: the model of the step's payload; InvalidPayload is raised for one that does not keep it.
        work: takes the job and the payload and returns the step's result. It may be called again for the same
            run after it succeeded, and must have one effect all the same.
        cancellable: whether the job's cancel flag is read first; compensations are not cancellable.
    """
    jobs = JobTable(client("dynamodb"), os.environ["JOB_TABLE"]) if cancellable else None

    def handle(event: StepEvent, context: Context) -> dict[str, object]:  # noqa: ARG001 - Lambda's signature
        job = StepJob.model_validate(event["job"])
        with logger.append_context_keys(job=job.key, run=job.run):
            if jobs is not None:
                stored = jobs.get(job.key)
                if stored is not None and stored.cancel_requested:
                    raise Cancelled("the owner asked to stop the job")
            try:
                payload = contract.model_validate(event["payload"])
            except ValidationError as error:
                raise InvalidPayload(explain(error)) from error
            try:
                result = work(job, payload)
            except Exception as error:  # Lambda's own record of it would not name the job
                logger.warning("the step failed", exc_info=error)
                raise
            logger.info("done")
            return result.model_dump(mode="json")

    return handle
