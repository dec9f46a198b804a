"""A rate that all workers keep together: a token bucket in a DynamoDB table, written under conditions.

Who finds the bucket empty takes tokens that are still to come and is told when: that is its turn, and nobody
else's. So however many wait, each comes back when it can go on, in the order of asking, and loses no attempt.
Knows tokens and time, not what they are for.
"""

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from functions.offload.errors import NotYet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

#: How often a worker tries to write to the bucket while others do before it lets them go first.
_TRIES = 8

#: A turn that nobody comes for is forgotten after so long.
_TURN_KEPT_SECONDS = 86_400


@dataclass(frozen=True)
class RateLimit:
    """A token bucket: it fills at a rate, and holds so many tokens at most.

    Two items of the table are its own: the bucket, which says when it will be full again if nobody takes from
    it, and a turn for each holder that waits. A write of the SDK's that landed and is repeated takes tokens
    twice: the rate is then kept all the better. Nothing is deleted; a turn that was taken has no tokens left.

    Args:
        dynamodb: a DynamoDB client.
        table: a table's name; its partition key is `key`, a string, its TTL attribute `expires_at`.
        name: tells this bucket from others in the table.
        per_second: tokens that come in a second.
        burst: tokens the bucket holds, at least 1: as many may be taken at once.
    """

    dynamodb: "DynamoDBClient"
    table: str
    name: str
    per_second: float
    burst: int

    def take(self, holder: str, wanted: int) -> int:
        """Take tokens, and return how many: at least 1, at most `wanted`.

        Args:
            holder: who asks; it has one turn at a time.
            wanted: how many it can use now.

        Raises:
            NotYet: there are none; the holder's turn comes in so many seconds, and it should ask again then.
        """
        turn = self._item(self._turn_key(holder))
        if turn is not None and int(turn["tokens"]["N"]) > 0:
            return min(wanted, self._take_turn(holder, turn))
        full_at = self._full_at()
        for _ in range(_TRIES):
            now = time.time()
            base = max(full_at, now)
            present = math.floor(self.burst - (base - now) * self.per_second)
            taken = min(wanted, self.burst, max(present, 0) or wanted)
            seen = self._move(full_at, base + taken / self.per_second)
            if seen is not None:
                full_at = seen
            elif present >= 1:
                return taken
            else:
                self._wait(holder, taken, base + (taken - self.burst) / self.per_second)
        raise NotYet("too many take from the bucket at once", seconds=1)

    def hold_off(self, seconds: float) -> None:
        """Give nobody a new token for so many seconds: whoever takes them in the end has had enough."""
        full_at = self._full_at()
        for _ in range(_TRIES):
            until = time.time() + seconds + self.burst / self.per_second
            if full_at >= until:
                return
            seen = self._move(full_at, until)
            if seen is None:
                return
            full_at = seen

    def _take_turn(self, holder: str, turn: "Mapping[str, AttributeValueTypeDef]") -> int:
        at = float(turn["at"]["N"])
        if at > time.time():
            raise _not_before(at)
        self.dynamodb.update_item(
            TableName=self.table,
            Key={"key": {"S": self._turn_key(holder)}},
            UpdateExpression="SET tokens = :none",
            ExpressionAttributeValues={":none": {"N": "0"}},
        )
        return int(turn["tokens"]["N"])

    def _wait(self, holder: str, tokens: int, at: float) -> None:
        self.dynamodb.put_item(
            TableName=self.table,
            Item={
                "key": {"S": self._turn_key(holder)},
                "at": {"N": repr(at)},
                "tokens": {"N": str(tokens)},
                "expires_at": {"N": str(int(at) + _TURN_KEPT_SECONDS)},
            },
        )
        raise _not_before(at)

    def _full_at(self) -> float:
        bucket = self._item(self._bucket_key)
        return float(bucket["full_at"]["N"]) if bucket is not None else 0.0

    def _move(self, seen: float, full_at: float) -> float | None:
        """Write when the bucket will be full; return what stands there if it is not what was seen."""
        try:
            self.dynamodb.update_item(
                TableName=self.table,
                Key={"key": {"S": self._bucket_key}},
                UpdateExpression="SET full_at = :full_at",
                ConditionExpression="attribute_not_exists(full_at) OR full_at = :seen",
                ExpressionAttributeValues={":full_at": {"N": repr(full_at)}, ":seen": {"N": repr(seen)}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException as refused:
            item = cast("Mapping[str, AttributeValueTypeDef]", dict(refused.response)["Item"])
            return float(item["full_at"]["N"])
        return None

    def _item(self, key: str) -> "Mapping[str, AttributeValueTypeDef] | None":
        answer = self.dynamodb.get_item(TableName=self.table, Key={"key": {"S": key}}, ConsistentRead=True)
        return answer.get("Item")

    @property
    def _bucket_key(self) -> str:
        return f"bucket#{self.name}"

    def _turn_key(self, holder: str) -> str:
        return f"turn#{self.name}#{holder}"


def _not_before(at: float) -> NotYet:
    """A queue counts whole seconds: rounded down, the holder would come in vain."""
    return NotYet("waiting for its turn", seconds=math.ceil(at - time.time()))
