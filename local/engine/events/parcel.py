"""One thing on its way to one target, whoever sends it: a rule, a schedule, or a bucket."""

from dataclasses import dataclass

from local.moto_fixes.events.deliverer import Event


@dataclass(frozen=True)
class RetryPolicy:
    """How long a delivery is tried.

    Attributes:
        attempts: retries at most.
        age: seconds from the sending after which it is tried no more.
    """

    attempts: int = 185
    age: float = 86_400.0


@dataclass(frozen=True)
class DeadLetter:
    """What becomes of a parcel that cannot be delivered.

    Attributes:
        queue: the dead-letter queue's ARN.
        body: the message's body.
        attributes: what the message's attributes say beside the failure.
        quotes: whether they name the error as the target's service does, not as EventBridge does.
    """

    queue: str
    body: str
    attributes: dict[str, str]
    quotes: bool = False


@dataclass(frozen=True)
class Parcel:
    """What is brought to a target, and how.

    Attributes:
        target: the target's ARN.
        input: what the target receives, usually JSON.
        sent: the instant its age is counted from, in seconds since the epoch.
        principal: the service that sends it, such as "events.amazonaws.com".
        source: the ARN that policies know as aws:SourceArn: of the rule, the bucket, or the schedule's group.
        sender: how the log names who sends it; the source, if None.
        role: the ARN of the role in whose name it is brought; None for the service's own.
        event: what a target that is an event bus receives instead of the input.
        message_group: for a queue.
        partition_key: for a stream.
        retry: how long it is tried.
        dead_letter: what becomes of it if it cannot be delivered; None if it is lost then.
    """

    target: str
    input: str
    sent: float
    principal: str
    source: str
    sender: str | None = None
    role: str | None = None
    event: Event | None = None
    message_group: str | None = None
    partition_key: str | None = None
    retry: RetryPolicy = RetryPolicy()
    dead_letter: DeadLetter | None = None
