"""A transaction on the feed's table: several writes, all of them or none.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, Self

from functions.feed.keys import Key
from functions.feed.table import Item, Table
from functions.offload.attributes import to_item
from functions.offload.backoff import Backoff

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

_HELD, _REFUSED = "None", "ConditionalCheckFailed"

#: Why a transaction is cancelled that may well succeed when it is tried again.
_PASSING = ("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")

#: So often a transaction is tried, within a second, before the whole job is left to its own backoff.
TRIES: Final = 5
_BACKOFF: Final = Backoff(base_seconds=0.05, cap_seconds=0.5)


@dataclass(frozen=True)
class Transaction:
    """Writes to be made at once; each method adds one and returns the transaction."""

    table: Table
    _writes: "list[TransactWriteItemTypeDef]" = field(default_factory=list)

    def put(self, item: Item, *, if_absent: bool = False) -> Self:
        """Put an item, on request only where there is none."""
        write: TransactWriteItemTypeDef = {"Put": {"TableName": self.table.name, "Item": to_item(item)}}
        if if_absent:
            write["Put"]["ConditionExpression"] = "attribute_not_exists(#key)"
            write["Put"]["ExpressionAttributeNames"] = {"#key": "key"}
        self._writes.append(write)
        return self

    def delete(self, key: Key, *, if_there: bool = False) -> Self:
        """Delete an item, on request only where there is one."""
        write: TransactWriteItemTypeDef = {"Delete": {"TableName": self.table.name, "Key": to_item(key)}}
        if if_there:
            write["Delete"]["ConditionExpression"] = "attribute_exists(#key)"
            write["Delete"]["ExpressionAttributeNames"] = {"#key": "key"}
        self._writes.append(write)
        return self

    def add(
        self, key: Key, counter: str, number: int, *, below: int | None = None, expires_at: int | None = None
    ) -> Self:
        """Add to a counter, on request only while it is below a bound.

        Args:
            key: the item's key; it need not be there.
            counter: the attribute that counts.
            number: what to add, negative to take away.
            below: what the counter must be less than before.
            expires_at: when the item may be forgotten, in epoch seconds.
        """
        values: dict[str, AttributeValueTypeDef] = {":number": {"N": str(number)}}
        update = "ADD #counter :number"
        if expires_at is not None:
            update += " SET expires_at = :expires_at"
            values[":expires_at"] = {"N": str(expires_at)}
        write: TransactWriteItemTypeDef = {
            "Update": {
                "TableName": self.table.name,
                "Key": to_item(key),
                "UpdateExpression": update,
                "ExpressionAttributeNames": {"#counter": counter},
                "ExpressionAttributeValues": values,
            }
        }
        if below is not None:
            values[":below"] = {"N": str(below)}
            write["Update"]["ConditionExpression"] = "attribute_not_exists(#counter) OR #counter < :below"
        self._writes.append(write)
        return self

    def commit(self) -> list[bool]:
        """Do all the writes or none; say of each whether its condition held.

        A transaction that meets another on the same item is cancelled, and tried again after a short wait.

        Raises:
            TransactionCanceledException: it met others each time, or it could not be done at all.
        """
        dynamodb = self.table.dynamodb
        for tried in count(1):
            try:
                dynamodb.transact_write_items(TransactItems=self._writes)
            except dynamodb.exceptions.TransactionCanceledException as cancelled:
                codes = [reason.get("Code", _HELD) for reason in cancelled.response["CancellationReasons"]]
                if set(codes) <= {_HELD, _REFUSED}:
                    return [code == _HELD for code in codes]
                if tried == TRIES or not set(codes) <= {_HELD, _REFUSED, *_PASSING}:
                    raise
                self.table.sleep(_BACKOFF.after(tried))
            else:
                break
        return [True] * len(self._writes)
