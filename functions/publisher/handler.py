"""The Lambda handler of the publisher: the job store's stream in, events on the bus out.

The stream is the outbox: who ends a job writes once, and what was written is told, however often this dies.
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

import json
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, NotRequired, TypedDict

from functions.offload.aws import client
from functions.offload.bus import Bus, Entry
from functions.offload.domain_events import SOURCE, JobEvent
from functions.offload.lambda_events import BatchAnswer, Context
from functions.offload.queues import Queue
from functions.offload.store.item import job_of
from functions.offload.store.timestamps import instant
from functions.offload.telemetry import count, logger
from functions.publisher.news import news_of
from functions.publisher.publisher import Left, Outgoing, Publisher

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Image = Mapping[str, AttributeValueTypeDef]


class Change(TypedDict):
    """A change of an item; attributes as DynamoDB writes them in JSON."""

    Keys: "Image"
    NewImage: NotRequired["Image"]
    OldImage: NotRequired["Image"]
    SequenceNumber: str
    ApproximateCreationDateTime: float


class StreamRecord(TypedDict):
    """One record of a table's stream."""

    dynamodb: Change


class StreamEvent(TypedDict):
    """A batch of records, those of one item in their order."""

    Records: list[StreamRecord]


_publisher = Publisher(Bus(client("events"), os.environ["EVENT_BUS"]))
_dead_letters = Queue(client("sqs"), os.environ["DLQ_URL"])


def handle(event: StreamEvent, context: Context) -> BatchAnswer:  # noqa: ARG001 - Lambda's signature
    """Tell of each change that is news, and say which were not told: the stream gives those again."""
    changes = [record["dynamodb"] for record in event["Records"]]
    outgoing = []
    for place, change in enumerate(changes):
        try:
            news = _news(change)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it must not hold up the others
            _set_aside(change, type(error).__name__, str(error))
            continue
        if news is not None:
            entry = Entry(SOURCE, type(news).__name__, news.model_dump_json(), instant(news.at))
            outgoing.append(Outgoing(place, change["Keys"]["key"]["S"], entry))
    again = [left for left in _publisher.publish(outgoing) if not _is_lost(left, changes)]
    logger.info("published", extra={"events": len(outgoing) - len(again), "again": len(again)})
    return {
        "batchItemFailures": [
            {"itemIdentifier": changes[left.outgoing.place]["SequenceNumber"]} for left in again
        ]
    }


def _news(change: Change) -> JobEvent | None:
    before, after = change.get("OldImage"), change.get("NewImage")
    return news_of(
        job_of(before) if before is not None else None,
        job_of(after) if after is not None else None,
        change["ApproximateCreationDateTime"],
    )


def _is_lost(left: Left, changes: list[Change]) -> bool:
    """Set aside what the bus will never take, and tell whether that was it."""
    if left.refusal.for_good:
        entry = left.outgoing.entry
        change = changes[left.outgoing.place]
        _set_aside(change, left.refusal.code, left.refusal.message, f"{entry.detail_type} {entry.detail}")
    return left.refusal.for_good


def _set_aside(change: Change, reason: str, message: str, told: str | None = None) -> None:
    """Put what cannot be told where a person finds it: which item, which change, and why."""
    logger.error("a change could not be told", extra={"reason": reason, "reason_message": message})
    count("EventSetAside", reason=reason)
    about = {"keys": change["Keys"], "sequence_number": change["SequenceNumber"], "event": told}
    _dead_letters.send(
        json.dumps(about),
        group="",
        once="",
        reason={"error_type": reason, "error_message": message},
    )
