"""moto's dead letters do not say where they come from.

moto 5.2.5, `sqs/models.py: SQSBackend.receive_message` moves a message to the dead-letter queue as it is,
and `sqs/responses.py: SQSResponse.receive_message` knows no DeadLetterQueueSourceArn. Can go when moto
answers that attribute, starts a FIFO message's age anew and gives it its own id for deduplication.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
"""

from moto.core.responses import ActionResult
from moto.sqs.models import Message
from moto.sqs.responses import SQSResponse

from local.moto_fixes import current_hub
from local.moto_fixes.sqs.entry import Entry
from local.moto_fixes.sqs.queue import IndexedQueue, indexed

SOURCE_ATTRIBUTE = "DeadLetterQueueSourceArn"


def bury(queue: IndexedQueue, entry: Entry[Message]) -> None:
    """Move a message that has left `queue` to its dead-letter queue."""
    if queue.dead_letter_queue is None:
        raise ValueError(f"{queue.name} has no dead-letter queue")
    grave = indexed(queue.dead_letter_queue)
    message, enqueued = entry.message, entry.enqueued
    message.system_attributes[SOURCE_ATTRIBUTE] = {"DataType": "String", "StringValue": queue.queue_arn}
    if grave.fifo_queue:
        message.deduplication_id = message.id
        message.mark_sent()
        enqueued = current_hub.now()
    grave.add_message(message, enqueued=enqueued)


def source_of(message: Message) -> str | None:
    """Return the ARN of the queue a dead letter was moved from; None if it was sent, not moved."""
    attribute = message.system_attributes.get(SOURCE_ATTRIBUTE)
    return None if attribute is None else str(attribute["StringValue"])


def tell_sources(response: SQSResponse, queue: IndexedQueue, answer: ActionResult) -> None:
    """Add to a receive's answer where its dead letters come from, if the request asks for that."""
    asked = {
        *response._get_param("AttributeNames", []),
        *response._get_param("MessageSystemAttributeNames", []),
    }
    if not asked & {"All", SOURCE_ATTRIBUTE}:
        return
    result = answer.result
    assert isinstance(result, dict)
    for message in result.get("Messages", []):
        _, entry = queue.find(message["ReceiptHandle"])
        source = None if entry is None else source_of(entry.message)
        if source is not None:
            message.setdefault("Attributes", {})[SOURCE_ATTRIBUTE] = source
