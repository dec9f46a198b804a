"""Sends the kit's messages to its queues. Knows SQS, not what the messages mean."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef

#: SQS refuses longer message attributes than its message; the log has a reason whole.
_MAX_ATTRIBUTE_CHARACTERS = 1000


@dataclass(frozen=True)
class Queue:
    """A queue to send to; whether it is FIFO shows in its URL.

    Args:
        client: a client of SQS.
        url: the queue's URL.
    """

    client: "SQSClient"
    url: str

    def send(
        self, message: BaseModel | str, *, group: str, once: str, reason: Mapping[str, str] | None = None
    ) -> None:
        """Send one message.

        Args:
            message: the body, sent as JSON; a text is sent as it is.
            group: the FIFO message group; a standard queue has none.
            once: what makes the message the same as an earlier one, within five minutes, on a FIFO queue.
            reason: message attributes, for whoever looks at the message.
        """
        attributes: dict[str, MessageAttributeValueTypeDef] = {
            name: {"DataType": "String", "StringValue": value[:_MAX_ATTRIBUTE_CHARACTERS] or "-"}
            for name, value in (reason or {}).items()
        }
        body = message if isinstance(message, str) else message.model_dump_json()
        if self.url.endswith(".fifo"):
            self.client.send_message(
                QueueUrl=self.url,
                MessageBody=body,
                MessageAttributes=attributes,
                MessageGroupId=group,
                MessageDeduplicationId=hashlib.sha256(once.encode()).hexdigest(),
            )
        else:
            self.client.send_message(QueueUrl=self.url, MessageBody=body, MessageAttributes=attributes)
