"""A consumer: the function behind a queue of a workload's own, whose messages are no jobs.

    handle = consumer(Change, apply)

A message is tried as often as its catalog entry says, counted by SQS's receives, and then lies in the DLQ
with the reason as its attributes. The queue delivers at least once, so the work is done such that twice is
once.
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
from functions.offload.errors import InvalidPayload, NotYet, PermanentError
from functions.offload.explanation import explain
from functions.offload.lambda_events import BatchAnswer, Context, SqsEvent, SqsHandler, SqsRecord
from functions.offload.queues import Queue
from functions.offload.telemetry import count, logger, measure

M = TypeVar("M", bound=BaseModel)

#: With less time left than this no further message is begun.
RESERVE_SECONDS = 3


@dataclass(frozen=True)
class Delivery:
    """How a message came.

    Attributes:
        message_id: SQS's; a redriven message has another.
        receives: how often it was received, this time included.
        sent_at: when it was sent, in seconds since the epoch.
        group: its FIFO message group, None on a standard queue.
    """

    message_id: str
    receives: int
    sent_at: float
    group: str | None


@dataclass(frozen=True)
class Consumer(Generic[M]):
    """Takes messages one at a time.

    Args:
        contract: the model of a body.
        work: what is done with it. PermanentError sets the message aside at once, NotYet lets it wait, any
            other error is retried after a backoff, and sets it aside after the last attempt.
        dead_letters: the queue's DLQ.
        max_attempts: receives after which an error is the last.
        backoff: the wait between them.
    """

    contract: type[M]
    work: Callable[[M, Delivery], None]
    dead_letters: DeadLetters
    max_attempts: int
    backoff: Backoff

    def process(self, record: SqsRecord) -> None:
        """Do what the message asks; returning means that it can be deleted. Raises Later to have it again."""
        attributes = record["attributes"]
        delivery = Delivery(
            message_id=record["messageId"],
            receives=int(attributes["ApproximateReceiveCount"]),
            sent_at=int(attributes["SentTimestamp"]) / 1000,
            group=attributes.get("MessageGroupId"),
        )
        with logger.append_context_keys(message_id=delivery.message_id):
            try:
                self.work(self._read(record["body"]), delivery)
            except NotYet as error:
                logger.info("not yet", extra={"why": str(error), "seconds": error.seconds})
                count("NotYet", reason=type(error).__name__)
                raise Later(error.seconds) from error
            except PermanentError as error:
                self._set_aside(record, error)
            except Exception as error:
                if delivery.receives >= self.max_attempts:
                    self._set_aside(record, error)
                else:
                    logger.exception("an attempt failed")
                    count("AttemptFailed")
                    raise Later(self.backoff.after(delivery.receives)) from error
            else:
                count("Handled")
                measure("SentToHandled", time.time() - delivery.sent_at)

    def _read(self, body: str) -> M:
        try:
            return self.contract.model_validate_json(body)
        except ValidationError as error:
            raise InvalidPayload(explain(error)) from error

    def _set_aside(self, record: SqsRecord, error: Exception) -> None:
        self.dead_letters.set_aside(record, error)
        logger.error("set aside", exc_info=error)
        count("SetAside", reason=type(error).__name__)


def consumer(contract: type[M], work: Callable[[M, Delivery], None]) -> SqsHandler:
    """Return the Lambda handler of a queue's consumer.

    Args:
        contract: the model of a message's body.
        work: takes the message, and how it came.

    Reads the function's environment at once, so a missing variable shows at the first start.
    """
    environment = os.environ
    sqs = client("sqs")
    queue_url = environment["QUEUE_URL"]
    the_consumer = Consumer(
        contract=contract,
        work=work,
        dead_letters=DeadLetters(Queue(sqs, environment["DLQ_URL"])),
        max_attempts=int(environment["MAX_ATTEMPTS"]),
        backoff=Backoff(
            float(environment["BACKOFF_BASE_SECONDS"]), float(environment["BACKOFF_CAP_SECONDS"])
        ),
    )

    def handle(event: SqsEvent, context: Context) -> BatchAnswer:
        return work_through(
            event,
            context,
            the_consumer.process,
            sqs=sqs,
            queue_url=queue_url,
            reserve_seconds=RESERVE_SECONDS,
        )

    return handle
