"""The copy: each record of each source in its newest version, in the workload's table.

Every write is conditional on the version, so a change may come twice, late, or beside another: the newest
one stands at the end. A deleted record leaves a tombstone for as long as an older change could still come.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, cast

from pydantic import JsonValue

from functions.offload.attributes import Plain, from_item, to_item
from functions.offload.errors import PermanentError
from functions.sync.change import Change

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: A change lies for 4 days in its queue and 14 in the DLQ at most; one that is redriven has 4 more.
TOMBSTONE_SECONDS: Final = 30 * 24 * 3600


class NotStorable(PermanentError):
    """A record has a number that JSON does not know."""


class Outcome(StrEnum):
    """What became of a change."""

    APPLIED = "applied"
    REPEATED = "repeated"
    STALE = "stale"


@dataclass(frozen=True)
class Applied:
    """What became of a change.

    Attributes:
        outcome: applied, or which kind of change it was that changed nothing.
        skipped: versions between the one that stood there and this one; they come late, or never.
    """

    outcome: Outcome
    skipped: int = 0


@dataclass(frozen=True)
class Record:
    """A record of the copy; `record` is None if it was deleted."""

    version: int
    record: Mapping[str, JsonValue] | None


@dataclass(frozen=True)
class Records:
    """The copy in one table.

    Attributes:
        dynamodb: a low-level client.
        table: the table's name.
    """

    dynamodb: "DynamoDBClient"
    table: str

    def apply(self, source: str, change: Change) -> Applied:
        """Write the change down, unless a newer version stands there. Raises NotStorable."""
        item = to_item({**_key(source, change.key), **_values(change)})
        try:
            written = self.dynamodb.put_item(
                TableName=self.table,
                Item=item,
                ConditionExpression="attribute_not_exists(#key) OR version < :version",
                ExpressionAttributeNames={"#key": "key"},
                ExpressionAttributeValues=to_item({":version": change.version}),
                ReturnValues="ALL_OLD",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException as refused:
            stands = from_item(dict(refused.response)["Item"])  # type: ignore[arg-type]
            repeated = stands["version"] == change.version
            return Applied(Outcome.REPEATED if repeated else Outcome.STALE)
        before = from_item(written.get("Attributes", {}))
        if "version" not in before:
            return Applied(Outcome.APPLIED)
        return Applied(Outcome.APPLIED, skipped=change.version - cast(int, before["version"]) - 1)

    def find(self, source: str, key: str) -> Record | None:
        """Return a record as it stands in the copy; None if nothing was ever heard of it."""
        found = self.dynamodb.get_item(TableName=self.table, Key=to_item(_key(source, key)))
        if "Item" not in found:
            return None
        item = from_item(found["Item"])
        text = item.get("record")
        return Record(cast(int, item["version"]), None if text is None else json.loads(cast(str, text)))


def _key(source: str, key: str) -> dict[str, Plain]:
    return {"key": f"record#{source}#{key}"}


def _values(change: Change) -> dict[str, Plain]:
    if change.record is None:
        return {"version": change.version, "expires_at": int(time.time()) + TOMBSTONE_SECONDS}
    try:
        text = json.dumps(change.record, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    except ValueError as error:
        raise NotStorable("the record has a number that JSON does not know") from error
    return {"version": change.version, "record": text}
