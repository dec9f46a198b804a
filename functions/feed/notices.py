"""Notices: what users are to be notified of, as messages on the workload's own queue.

The queue is FIFO with a group for each recipient, and what makes a notice the same as another is named to
SQS: within five minutes only the first of a thousand likes for one post becomes a message at all.
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html
"""

from datetime import datetime
from typing import Literal

from functions.feed.contract import Closed, PostId, UserId
from functions.offload.queues import Queue
from functions.offload.store.timestamps import timestamp


class Notice(Closed):
    """That something happened to a post which `recipient` should know.

    Attributes:
        kind: a post of somebody whose posts the recipient asked for, a mention, or likes of the own post.
        actor: who did it; of likes, the first.
        at: when, ISO 8601 UTC with milliseconds.
    """

    recipient: UserId
    kind: Literal["post", "mention", "like"]
    post: PostId
    actor: UserId
    at: str

    @property
    def place(self) -> str:
        """Its place in the inbox. Notices of one place are one: all likes of a post within an hour."""
        at = timestamp(_hour(self.at)) if self.kind == "like" else self.at
        return f"{at}#{self.kind}#{self.post}"


def send(queue: Queue, notice: Notice) -> None:
    """Send a notice; again, it is the same."""
    queue.send(notice, group=notice.recipient, once=f"{notice.recipient} {notice.place}")


def _hour(at: str) -> float:
    return datetime.fromisoformat(at).replace(minute=0, second=0, microsecond=0).timestamp()
