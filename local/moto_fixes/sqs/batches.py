"""What the batch operations of SQS ask of any batch, whatever it is about.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from moto.sqs.exceptions import (
    BatchEntryIdsNotDistinct,
    InvalidBatchEntryId,
    SQSException,
    TooManyEntriesInBatchRequest,
)

MOST_ENTRIES: Final = 10
_ENTRY_ID: Final = re.compile(r"[\w-]{1,80}", re.ASCII)


class EmptyBatch(SQSException):
    """There is nothing in the batch."""

    def __init__(self, operation: str) -> None:
        super().__init__(
            "AWS.SimpleQueueService.EmptyBatchRequest",
            f"There should be at least one {operation}RequestEntry in the request.",
        )


def check(entries: Sequence[dict[str, Any]], *, operation: str) -> None:
    """Raise SQS's error for a batch it refuses as a whole; `operation` is such as "SendMessageBatch"."""
    ids = [entry["Id"] for entry in entries]
    if not ids:
        raise EmptyBatch(operation)
    if len(ids) > MOST_ENTRIES:
        raise TooManyEntriesInBatchRequest(len(ids))
    if not all(_ENTRY_ID.fullmatch(entry_id) for entry_id in ids):
        raise InvalidBatchEntryId
    repeated = [entry_id for entry_id in ids if ids.count(entry_id) > 1]
    if repeated:
        raise BatchEntryIdsNotDistinct(repeated[0])


def one_by_one(
    entries: Iterable[dict[str, Any]], act: Callable[[dict[str, Any]], None]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Act on each entry; return the ids of those that succeeded, and the failures as SQS answers them."""
    done: list[str] = []
    failed: list[dict[str, Any]] = []
    for entry in entries:
        try:
            act(entry)
        except SQSException as error:
            failed.append(failure(entry, error))
        else:
            done.append(entry["Id"])
    return done, failed


def failure(entry: dict[str, Any], error: SQSException) -> dict[str, Any]:
    """Return how SQS answers for an entry that failed by itself."""
    return {"Id": entry["Id"], "SenderFault": True, "Code": error.code, "Message": error.message}
