"""Sends changes to the queue `changes`, each record's in their order, ten at a time.

SQS may take some of a batch and refuse others. So no batch has two changes of one record, and what was
refused is sent again before anything that was behind it.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

#: What one call takes at most: messages, and bytes of all of them.
BATCH: Final = 10
BATCH_BYTES: Final = 256 * 1024

#: A change of more bytes is not sent; what is sent in its place ends in the DLQ, where somebody sees it.
MAX_CHANGE_BYTES: Final = 128 * 1024

#: How often a change is sent to SQS before the page is given up for this attempt.
TRIES: Final = 3


class NotSent(Exception):
    """SQS has refused changes again and again."""


@dataclass(frozen=True)
class Message:
    """A change as it is sent.

    Attributes:
        body: JSON.
        group: of the record: its changes are applied one by one.
        once: of the change: sent twice within five minutes, SQS takes it once.
    """

    body: str
    group: str
    once: str

    @property
    def size(self) -> int:
        """Bytes of the body."""
        return len(self.body.encode())


def message_of(source: str, change: JsonValue) -> Message:
    """Return the message that carries a change, whatever it is: the copy judges it."""
    text = json.dumps({"source": source, "change": change}, ensure_ascii=False)
    if (size := len(text.encode())) > MAX_CHANGE_BYTES:
        told = {name: change.get(name) for name in ("key", "version")} if isinstance(change, dict) else {}
        text = json.dumps({"source": source, "change": told, "bytes": size})
    key = change.get("key") if isinstance(change, dict) else None
    # Digests, since keys may have any length and characters.
    return Message(text, _digest(f"{source} {key}"), _digest(text))


class ChangesQueue:
    """The queue.

    Args:
        sqs: a low-level client.
        url: the queue's.
    """

    def __init__(self, sqs: "SQSClient", url: str) -> None:
        self._sqs = sqs
        self._url = url

    def send(self, messages: Sequence[Message]) -> None:
        """Send the messages, those of a group in their order. Raises NotSent."""
        waiting = list(messages)
        while waiting:
            batch, waiting = _batch(waiting)
            for _ in range(TRIES):
                batch = self._refused(batch)
                if not batch:
                    break
            else:
                raise NotSent(f"SQS has refused {len(batch)} changes {TRIES} times")

    def _refused(self, batch: Sequence[Message]) -> list[Message]:
        answer = self._sqs.send_message_batch(
            QueueUrl=self._url,
            Entries=[
                {
                    "Id": str(number),
                    "MessageBody": message.body,
                    "MessageGroupId": message.group,
                    "MessageDeduplicationId": message.once,
                }
                for number, message in enumerate(batch)
            ],
        )
        return [batch[int(entry["Id"])] for entry in answer.get("Failed", [])]


def _batch(waiting: Sequence[Message]) -> tuple[list[Message], list[Message]]:
    """Divide into what can go at once, with one message of a group, and what stays behind it."""
    batch: list[Message] = []
    left: list[Message] = []
    groups: set[str] = set()
    size = 0
    for at, message in enumerate(waiting):
        if len(batch) == BATCH or size + message.size > BATCH_BYTES:
            return batch, [*left, *waiting[at:]]
        if message.group in groups:
            left.append(message)
        else:
            batch.append(message)
            groups.add(message.group)
            size += message.size
    return batch, left


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
