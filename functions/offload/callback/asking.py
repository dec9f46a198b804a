"""A step that asks: its state waits for the answer with `lambda:invoke.waitForTaskToken`.

    handle = asking(APPROVAL, ToApprove, about)

The state's TimeoutSeconds is one turn of waiting, and its States.Timeout is retried: so the step comes back
with a new token, turn after turn, and sees that the owner has cancelled, that the time is over, or an answer
whose ring was lost. How long to wait in all the question says.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError

from functions.offload.aws import client
from functions.offload.callback.bell import Bell
from functions.offload.callback.question import Question
from functions.offload.callback.questions import Questions
from functions.offload.errors import Cancelled, InvalidPayload
from functions.offload.job import Job
from functions.offload.lambda_events import Context
from functions.offload.step import StepEvent, StepJob
from functions.offload.store.table import JobTable
from functions.offload.telemetry import count, logger

M = TypeVar("M", bound=BaseModel)


class AskingEvent(StepEvent):
    """What a state machine passes to a step that asks."""

    token: str


AskingHandler = Callable[[AskingEvent, Context], None]


class Withdrawn(Exception):
    """The question was closed: what it asks about has been taken back."""


@dataclass(frozen=True)
class Asked:
    """What is asked, for how long, and what happens if nobody answers.

    Attributes:
        kind: names the question, and with it who may answer.
        within_seconds: how long an answer counts.
        overdue: the error the state fails with if there is none by then.
    """

    kind: str
    within_seconds: float
    overdue: type[Exception]


def asking(
    asked: Asked, contract: type[M], about: Callable[[StepJob, M], dict[str, JsonValue]]
) -> AskingHandler:
    """Return the Lambda handler of a step that asks.

    Args:
        asked: what.
        contract: the model of the step's payload; InvalidPayload is raised for one that does not keep it.
        about: what the one who answers has to know, of the job and the payload.
    """
    dynamodb = client("dynamodb")
    jobs = JobTable(dynamodb, os.environ["JOB_TABLE"])
    questions = Questions(dynamodb, os.environ["OWN_TABLE"])
    bell = Bell(client("stepfunctions"))

    def handle(event: AskingEvent, context: Context) -> None:  # noqa: ARG001 - Lambda's signature
        job = StepJob.model_validate(event["job"])
        with logger.append_context_keys(job=job.key, run=job.run):
            try:
                payload = contract.model_validate(event["payload"])
            except ValidationError as error:
                raise InvalidPayload(str(error)) from error
            question = questions.ask(
                asked.kind,
                job,
                event["token"],
                about(job, payload),
                within_seconds=asked.within_seconds,
                now=time.time(),
            )
            logger.info("waiting", extra={"question": question.id, "asked_at": question.asked_at})
            given_up = _given_up(asked, question, jobs.get(job.key))
            if given_up is not None:
                standing = questions.close(asked.kind, job, str(given_up), now=time.time())
                if standing is None or standing.answer is None:
                    logger.warning("waits no longer", extra={"why": str(given_up)})
                    count("GaveUpWaiting", kind=asked.kind, reason=type(given_up).__name__)
                    raise given_up
                question = standing  # somebody has answered just before
            bell.ring(question)

    return handle


def _given_up(asked: Asked, question: Question, job: Job | None) -> Exception | None:
    """Return why not to wait any longer, None while there is no reason, or an answer."""
    if question.answer is not None:
        return None
    if job is not None and job.cancel_requested:
        return Cancelled("the owner asked to stop the job")
    if time.time() >= question.answer_by:
        return asked.overdue(f"nobody answered within {asked.within_seconds / 86_400:g} days")
    return Withdrawn(question.closed) if question.closed is not None else None
