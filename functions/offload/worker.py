"""The worker: claim a job, run its handler, finish it; what every job type's Lambda is made of.

    handle = worker(Thumbnail, make_thumbnails)

Knows the job store and the queues, not the work. See docs/decisions.md for the order of its writes.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from functions.offload.aws import client
from functions.offload.backoff import Backoff
from functions.offload.batch import Later, work_through
from functions.offload.dead_letters import DeadLetters
from functions.offload.errors import (
    Cancelled,
    Exhausted,
    InvalidPayload,
    LeaseLost,
    MalformedMessage,
    NotYet,
    PermanentError,
)
from functions.offload.explanation import explain
from functions.offload.job import Failure, Job, JobRef
from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsHandler, SqsRecord
from functions.offload.messages import Retry, Work, parse_work
from functions.offload.outcome import Result, result_text
from functions.offload.payloads import Payloads
from functions.offload.queues import Queue
from functions.offload.store import attempts, ends
from functions.offload.store.table import JobTable, Refused
from functions.offload.telemetry import count, job_ended, logger

P = TypeVar("P")
M = TypeVar("M", bound=BaseModel)

#: A lease outlives its invocation by so much, so that a late but living worker is never overtaken.
LEASE_MARGIN_SECONDS = 5

#: So long a starter leaves a job alone that only the sweep may give up.
SWEEP_SECONDS = 60

#: With less time left than this a worker begins no further job.
RESERVE_SECONDS = 3


@dataclass(frozen=True)
class Worker(Generic[P]):
    """Does the jobs of one type, one message at a time.

    Args:
        read: makes the payload of its JSON text; raises ValidationError.
        work: the job type's own code. PermanentError fails the job at once, NotYet postpones it, any
            other error is retried.
        table: the job store.
        payloads: where large payloads lie.
        dead_letters: the type's DLQ.
        intake: the intake queue, where a redriven message becomes a retry.
        max_attempts: attempts in one run.
        backoff: the wait between them.
        execution_of: for a workflow's starter, the ARN of the execution that `work` starts for a run. Such a
            job is handed over instead of ended, and only the sweep gives it up, after asking Step Functions.
    """

    read: Callable[[str], P]
    work: Callable[[Job, P], Result]
    table: JobTable
    payloads: Payloads
    dead_letters: DeadLetters
    intake: Queue
    max_attempts: int
    backoff: Backoff
    execution_of: Callable[[JobRef], str] | None = None

    def process(self, record: SqsRecord, context: Context) -> None:
        """Do what the message asks; returning means that it can be deleted. Raises Later to have it again."""
        try:
            message = parse_work(record["body"])
        except MalformedMessage as error:
            logger.exception("set aside a malformed message", extra={"message_id": record["messageId"]})
            self.dead_letters.set_aside(record, error)
            return
        with logger.append_context_keys(job=message.ref.key, run=message.run):
            self._do(message, context)

    def _do(self, message: Work, context: Context) -> None:
        now = time.time()
        lease_seconds = context.get_remaining_time_in_millis() / 1000 + LEASE_MARGIN_SECONDS
        claim = attempts.claim(
            self.table,
            message.ref,
            now=now,
            lease_seconds=lease_seconds,
            max_attempts=self.max_attempts,
            execution=self.execution_of(message.ref) if self.execution_of is not None else None,
        )
        match claim:
            case attempts.Claimed(job):
                self._attempt(job)
            case attempts.Held(until):
                raise Later(until - now + 1)
            case attempts.Exhausted(job):
                self._give_up(job, Failure(Exhausted.__name__, "the last attempt ended without an answer"))
            case attempts.Cancelled(job):
                self._end(job, None)
            case attempts.Failed(job) if message.failed:
                self.intake.send(_retry(message), group=job.group, once=f"{message.ref.key} {message.run}")
                logger.info("redriven: asked intake for the next run")
            case attempts.Failed() | attempts.Settled():
                logger.info("nothing to do for this message")

    def _attempt(self, job: Job) -> None:
        logger.info("attempt", extra={"attempt": job.attempt})
        try:
            text = job.payload if job.payload is not None else self.payloads.load(job.ref.key)
            result = result_text(self.work(job, self._payload(text)))
        except PermanentError as error:
            logger.warning("failed for good", exc_info=error)
            self._end(job, Failure(type(error).__name__, str(error)))
        except NotYet as error:
            logger.info("not yet", extra={"why": str(error), "seconds": error.seconds})
            count("NotYet", reason=type(error).__name__)
            attempts.postpone(self.table, job)
            raise Later(error.seconds) from error
        except Cancelled:
            self._end(job, None)
        except LeaseLost as error:
            count("StaleWorker")
            raise Later(LEASE_MARGIN_SECONDS) from error
        except Exception as error:  # noqa: BLE001 - whatever else a handler raises may pass: it is retried
            logger.exception("an attempt failed")
            count("AttemptFailed")
            self._again(job, error)
        else:
            if job.execution is not None:
                self._hand_over(job)
            else:
                self._end(job, ends.Succeeded(result))

    def _payload(self, text: str) -> P:
        try:
            return self.read(text)
        except ValidationError as error:
            raise InvalidPayload(explain(error)) from error

    def _again(self, job: Job, error: Exception) -> None:
        if job.attempt >= self.max_attempts:
            self._give_up(job, Failure(type(error).__name__, str(error)))
            return
        attempts.give_back(self.table, job, now=time.time())
        raise Later(self.backoff.after(job.attempt)) from error

    def _give_up(self, job: Job, reason: Failure) -> None:
        """Send the DLQ copy, then end the job: repeated after a crash it sends another, and loses none."""
        if job.execution is not None:
            raise Later(SWEEP_SECONDS)  # it may have started all the same: the sweep asks
        self.dead_letters.copy(job, reason)
        self._end(job, reason)

    def _end(self, job: Job, outcome: ends.Outcome) -> None:
        try:
            ended = ends.finish(self.table, job, outcome, now=time.time())
        except Refused as refused:
            # The lease ran out and somebody else has the job: the message is theirs now too.
            logger.warning("too late to end the job", exc_info=refused)
            count("StaleWorker")
            raise Later(LEASE_MARGIN_SECONDS) from refused
        logger.info("ended", extra={"status": ended.status})
        job_ended(ended)

    def _hand_over(self, job: Job) -> None:
        if attempts.hand_over(self.table, job, now=time.time()):
            logger.info("handed over", extra={"execution": job.execution})
        else:
            logger.info("the workflow was over before its starter")


def worker(contract: type[M], work: Callable[[Job, M], Result]) -> SqsHandler:
    """Return the Lambda handler of a job type.

    Args:
        contract: the model of its payload; a payload that does not keep it fails the job at once.
        work: takes the job and its payload, returns the result (a model, a mapping or nothing).

    Reads the function's environment at once, so a missing variable shows at the first start.
    """
    return handler(contract.model_validate_json, work)


def handler(
    read: Callable[[str], P],
    work: Callable[[Job, P], Result],
    execution_of: Callable[[JobRef], str] | None = None,
) -> SqsHandler:
    """As `worker`, with any reader of payloads; for `execution_of` see Worker."""
    environment = os.environ
    sqs = client("sqs")
    queue_url = environment["QUEUE_URL"]
    the_worker = Worker(
        read=read,
        work=work,
        table=JobTable(
            client("dynamodb"), environment["JOB_TABLE"], int(environment["RETENTION_DAYS"]) * 86_400
        ),
        payloads=Payloads(environment["PAYLOAD_BUCKET"]),
        dead_letters=DeadLetters(Queue(sqs, environment["DLQ_URL"])),
        intake=Queue(sqs, environment["INTAKE_QUEUE_URL"]),
        max_attempts=int(environment["MAX_ATTEMPTS"]),
        backoff=Backoff(
            float(environment["BACKOFF_BASE_SECONDS"]), float(environment["BACKOFF_CAP_SECONDS"])
        ),
        execution_of=execution_of,
    )

    def handle(event: SqsEvent, context: Context) -> BatchAnswer:
        return work_through(
            event,
            context,
            lambda record: the_worker.process(record, context),
            sqs=sqs,
            queue_url=queue_url,
            reserve_seconds=RESERVE_SECONDS,
        )

    return handle


def _retry(message: Work) -> Retry:
    return Retry(owner=message.owner, id=message.id, type=message.type, run=message.run)
