"""moto receives whatever a request asks for.

moto 5.2.5, `sqs/responses.py: SQSResponse.receive_message`: waits and timeouts outside SQS's limits are taken
or refused with a garbled message, ReceiveRequestAttemptId is ignored, the messages in flight have no limit.
Can go when moto checks what SQS's documentation says.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html

Shown by test_numbers_keep_to_their_ranges
in tests/flow/local/moto_fixes/test_sqs_receive_request.py.
"""

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from moto.core.responses import ActionResult
from moto.sqs.exceptions import InvalidAttributeName, InvalidParameterValue, SQSException
from moto.sqs.models import Message
from moto.sqs.responses import SQSResponse

from local.moto_fixes import current_hub
from local.moto_fixes.mend import replace
from local.moto_fixes.sqs.dead_letters import SOURCE_ATTRIBUTE, tell_sources
from local.moto_fixes.sqs.entry import Entry, State
from local.moto_fixes.sqs.queue import IndexedQueue, indexed

#: Least and most of each number a request may have, and what becomes of another.
_RANGES: Final = {
    "MaxNumberOfMessages": (1, 10, "Must be between 1 and 10, if provided."),
    "WaitTimeSeconds": (0, 20, "Must be >= 0 and <= 20, if provided."),
    "VisibilityTimeout": (0, 43_200, "Must be between 0 and 43200, if provided."),
}

#: What may be asked of a message besides its own attributes.
#: Clients of before ask for some of it, or of the queue's attributes, by the name AttributeNames.
_SYSTEM_ATTRIBUTES: Final = {
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    SOURCE_ATTRIBUTE,
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
}

#: How long a receive can be repeated, in seconds.
ATTEMPT_LIFE: Final = 300.0

_moto_receive_message = SQSResponse.receive_message


class OverLimit(SQSException):
    """Too many messages are in flight."""

    def __init__(self, most: int) -> None:
        super().__init__("OverLimit", f"A queue has {most:,} messages in flight at most.")


@dataclass(frozen=True)
class _Attempt:
    """A receive that can be repeated, if it took messages: its answer, and these, as it left them."""

    at: float
    answer: ActionResult
    taken: tuple[tuple[Entry[Message], float], ...]

    def stands(self, queue: IndexedQueue, now: float) -> bool:
        """Tell whether its messages can be had again: none of them was deleted or hidden anew."""
        return (
            bool(self.taken)
            and now <= self.at + ATTEMPT_LIFE
            and all(
                queue.store.find(entry.place) is entry and entry.state is State.IN_FLIGHT and entry.due == due
                for entry, due in self.taken
            )
        )


#: Each queue's receives by their attempt ids.
_attempts: WeakKeyDictionary[IndexedQueue, dict[str, _Attempt]] = WeakKeyDictionary()


def install() -> None:
    """Mend moto."""
    replace(SQSResponse, "receive_message", _receive_message)


def _receive_message(response: SQSResponse) -> ActionResult:
    for name, (least, most, reason) in _RANGES.items():
        value = response._get_param(name)
        if value is not None and not least <= value <= most:
            raise InvalidParameterValue(f"Value {value} for parameter {name} is invalid. Reason: {reason}")
    for name in response._get_param("MessageSystemAttributeNames", []):
        if name not in _SYSTEM_ATTRIBUTES:
            raise InvalidAttributeName(name)
    queue = indexed(response.sqs_backend.get_queue(response._get_queue_name()))
    queue.pass_time()
    attempt_id = response._get_param("ReceiveRequestAttemptId")
    if attempt_id is not None and not queue.fifo_queue:
        raise InvalidParameterValue(
            f"Value {attempt_id} for parameter ReceiveRequestAttemptId is invalid. "
            "Reason: The request includes a parameter that is not valid for this queue type."
        )
    if attempt_id is None:
        return _receive(response, queue)
    attempts = _attempts.setdefault(queue, {})
    earlier, now = attempts.get(attempt_id), current_hub.now()
    if earlier is not None and earlier.stands(queue, now):
        timeout = response._get_param("VisibilityTimeout")
        for entry, _ in earlier.taken:
            queue.hide(entry, timeout=queue.visibility_timeout if timeout is None else timeout)
        answer = earlier.answer
    else:
        answer = _receive(response, queue)
    attempts[attempt_id] = _Attempt(now, answer, _taken(queue, answer))
    return answer


def _receive(response: SQSResponse, queue: IndexedQueue) -> ActionResult:
    if queue.approximate_number_of_messages_not_visible >= queue.most_in_flight:
        wait = response._get_param("WaitTimeSeconds")
        if queue.fifo_queue or (queue.receive_message_wait_time_seconds if wait is None else wait):
            return ActionResult({})
        raise OverLimit(queue.most_in_flight)
    answer = _moto_receive_message(response)
    tell_sources(response, queue, answer)
    return answer


def _taken(queue: IndexedQueue, answer: ActionResult) -> tuple[tuple[Entry[Message], float], ...]:
    result = answer.result
    assert isinstance(result, dict)
    found = [queue.find(message["ReceiptHandle"])[1] for message in result.get("Messages", [])]
    return tuple((entry, entry.due) for entry in found if entry is not None)
