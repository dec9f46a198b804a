"""Records: what each run of an order has brought about, one item per effect and run, in the step table.

A record is *done* or *undone*, and never goes back. One that is undone without having been done is a
tombstone: the compensation came first, and a forward step that comes late finds it and refuses. It knows
nothing of goods or money.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef

    _Item = Mapping[str, AttributeValueTypeDef]

#: Step Functions forgets an execution after 90 days; until then its name, and so its run, cannot come again.
KEPT_SECONDS: Final = 90 * 24 * 3600

DONE: Final = "done"
UNDONE: Final = "undone"


@dataclass(frozen=True)
class Record:
    """What stands in the table about one effect of one run.

    Attributes:
        undone: whether a compensation has struck it out, or barred it beforehand.
        facts: what the forward step wrote down; empty in a tombstone.
        fresh: whether this very call wrote it.
    """

    undone: bool
    facts: Mapping[str, str]
    fresh: bool = False


class Records:
    """The records in one table.

    Args:
        dynamodb: a low-level client.
        table: the table's name; its partition key is `key`, a string.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self.dynamodb = dynamodb
        self.table = table

    def find(self, effect: str, run_key: str) -> Record | None:
        """The record of this effect, or None before anything was written (a consistent read)."""
        found = self.dynamodb.get_item(TableName=self.table, Key=key_of(effect, run_key), ConsistentRead=True)
        return _record(found["Item"]) if "Item" in found else None

    def done(self, effect: str, run_key: str, facts: Mapping[str, str]) -> Record:
        """Write down that the effect has happened, unless a record stands: then that one is returned."""
        return self._put_if_absent(effect, run_key, DONE, facts)

    def bar(self, effect: str, run_key: str) -> Record:
        """Leave a tombstone, unless a record stands: then that one is returned as it is."""
        return self._put_if_absent(effect, run_key, UNDONE, {})

    def undo(self, effect: str, run_key: str) -> Record:
        """Mark the effect undone; where nothing had happened this leaves a tombstone. The facts are kept."""
        written = self.dynamodb.update_item(
            TableName=self.table,
            Key=key_of(effect, run_key),
            UpdateExpression="SET #status = :undone, expires_at = if_not_exists(expires_at, :expires_at)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":undone": {"S": UNDONE}, ":expires_at": expiry()},
            ReturnValues="ALL_NEW",
        )
        return _record(written["Attributes"])

    def _put_if_absent(self, effect: str, run_key: str, status: str, facts: Mapping[str, str]) -> Record:
        item = item_of(effect, run_key, status, facts)
        try:
            self.dynamodb.put_item(
                TableName=self.table,
                Item=item,
                ConditionExpression="attribute_not_exists(#key)",
                ExpressionAttributeNames={"#key": "key"},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException as refused:
            return _record(cast("_Item", dict(refused.response)["Item"]))
        return Record(undone=status == UNDONE, facts=facts, fresh=True)


def key_of(effect: str, run_key: str) -> dict[str, "UniversalAttributeValueTypeDef"]:
    """The key of a record: its effect, then the run it belongs to."""
    return {"key": {"S": f"{effect}#{run_key}"}}


def item_of(
    effect: str, run_key: str, status: str, facts: Mapping[str, str]
) -> dict[str, "UniversalAttributeValueTypeDef"]:
    """A record as a DynamoDB item."""
    return {
        **key_of(effect, run_key),
        "status": {"S": status},
        "facts": {"M": {name: {"S": fact} for name, fact in facts.items()}},
        "expires_at": expiry(),
    }


def expiry() -> "UniversalAttributeValueTypeDef":
    """When a record written now may be forgotten, in epoch seconds (the table's TTL)."""
    return {"N": str(int(time.time()) + KEPT_SECONDS)}


def _record(item: "_Item") -> Record:
    facts = item["facts"]["M"] if "facts" in item else {}
    return Record(item["status"]["S"] == UNDONE, {name: fact["S"] for name, fact in facts.items()})
