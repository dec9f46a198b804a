"""Positions: how far each source has been pulled, and who pulls it at the moment, in the workload's table.

Jobs of one owner that name the same source wait for each other in the queue; those of several owners meet
here. Whoever holds a source may move its cursor, nobody else.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, cast

from functions.offload.attributes import Plain, from_item, to_item
from functions.sync.errors import BeingPulled, Overtaken

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


#: So long, in seconds, a job waits at most before it looks again whether a source is free.
LOOK_AGAIN_SECONDS = 10


@dataclass(frozen=True)
class Position:
    """How far a source has been pulled.

    Attributes:
        source: its name.
        cursor: behind which the next page lies; empty before the first.
        changes: pulled by all jobs so far.
        pages: pulled by the holding job, in all its turns.
        job_changes: on those pages.
        pulled_at: when a page last came, in seconds since the epoch; 0 if none ever has.
    """

    source: str
    cursor: str = ""
    changes: int = 0
    pages: int = 0
    job_changes: int = 0
    pulled_at: float = 0


@dataclass(frozen=True)
class Positions:
    """The positions in one table.

    Attributes:
        dynamodb: a low-level client.
        table: the table's name.
        hold_seconds: after which a holder that says nothing is taken for dead.
    """

    dynamodb: "DynamoDBClient"
    table: str
    hold_seconds: float

    def hold(self, source: str, job: str) -> Position:
        """Let a job hold a source; one that holds it already goes on. Raises BeingPulled."""
        now = time.time()
        try:
            held = self._update(
                source,
                "SET holder = :job, held_until = :until",
                "attribute_not_exists(holder) OR held_until < :now OR holder = :job",
                {":job": job, ":until": now + self.hold_seconds, ":now": now},
            )
        except _Refused as refused:
            seconds = min(ceil(cast(float, refused.item["held_until"]) - now), LOOK_AGAIN_SECONDS)
            raise BeingPulled(f"{source} is being pulled by another job", seconds=seconds) from refused
        return _position(source, job, held)

    def advance(self, position: Position, job: str, cursor: str, changes: int) -> Position:
        """Move the cursor behind a page of so many changes. Raises Overtaken."""
        now = time.time()
        values: dict[str, Plain] = {
            ":job": job,
            ":was": position.cursor,
            ":cursor": cursor,
            ":changes": position.changes + changes,
            ":pages": position.pages + 1,
            ":job_changes": position.job_changes + changes,
            ":until": now + self.hold_seconds,
            ":now": now,
        }
        try:
            moved = self._update(
                position.source,
                "SET cursor_now = :cursor, changes = :changes, pages = :pages, job_changes = :job_changes,"
                " of_job = :job, pulled_at = :now, held_until = :until",
                "holder = :job AND (cursor_now = :was OR attribute_not_exists(cursor_now))",
                values,
            )
        except _Refused as refused:
            # The SDK repeats a write whose answer was lost: then it is our own that stands there.
            ours = (job, cursor, position.changes + changes)
            if tuple(refused.item.get(name) for name in ("holder", "cursor_now", "changes")) != ours:
                raise Overtaken(f"{position.source} was pulled by somebody else meanwhile") from refused
            moved = refused.item
        return _position(position.source, job, moved)

    def let_go(self, source: str, job: str) -> None:
        """Let other jobs hold the source."""
        with suppress(_Refused):  # where somebody else holds it by now
            self._update(source, "REMOVE holder, held_until", "holder = :job", {":job": job})

    def find(self, source: str) -> Position:
        """Return how far a source has been pulled."""
        found = self.dynamodb.get_item(TableName=self.table, Key=to_item(_key(source)), ConsistentRead=True)
        return _position(source, "", from_item(found.get("Item", {})))

    def _update(
        self, source: str, update: str, condition: str, values: Mapping[str, Plain]
    ) -> Mapping[str, Plain]:
        try:
            updated = self.dynamodb.update_item(
                TableName=self.table,
                Key=to_item(_key(source)),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=to_item(values),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException as refused:
            raise _Refused(from_item(dict(refused.response).get("Item", {}))) from refused  # type: ignore[arg-type]
        return from_item(updated["Attributes"])


class _Refused(Exception):
    """The condition did not hold."""

    def __init__(self, item: Mapping[str, Plain]) -> None:
        super().__init__("the condition did not hold")
        self.item = item


def _key(source: str) -> dict[str, Plain]:
    return {"key": f"source#{source}"}


def _position(source: str, job: str, item: Mapping[str, Plain]) -> Position:
    own = item if item.get("of_job") == job else {}
    return Position(
        source,
        cursor=cast(str, item.get("cursor_now", "")),
        changes=cast(int, item.get("changes", 0)),
        pages=cast(int, own.get("pages", 0)),
        job_changes=cast(int, own.get("job_changes", 0)),
        pulled_at=cast(float, item.get("pulled_at", 0.0)),
    )
