"""Webhooks and their messages in the workload's own table.

One partition an owner for the webhooks (`key` = owner, `sort` = `webhook#{id}`), one a webhook for its
messages (`key` = `{owner}/{webhook}`, `sort` = message id, which begins with its time). It knows no HTTP.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, cast

from functions.offload.attributes import Plain, from_item, to_attribute, to_item
from functions.webhooks.webhook import MAX_FAILURES, Message, Registered, State, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: So long a message can be looked at and replayed.
KEPT_SECONDS = 30 * 86_400

_WEBHOOK = "webhook#"

#: Sorts behind every message id.
_AFTER_ALL = "~"


@dataclass(frozen=True)
class Page:
    """A part of a webhook's messages, and where the next one begins."""

    messages: list[Message]
    after: str | None


@dataclass(frozen=True)
class Records:
    """The workload's own table.

    Args:
        dynamodb: a client.
        table: the table's name.
    """

    dynamodb: "DynamoDBClient"
    table: str

    # -- webhooks ----------------------------------------------------------------------------------------

    def register(self, webhook: Registered) -> None:
        """Write a new webhook."""
        self.dynamodb.put_item(
            TableName=self.table,
            Item=to_item({"key": webhook.owner, "sort": _WEBHOOK + webhook.id, **_plain(asdict(webhook))}),
        )

    def webhooks(self, owner: str) -> Iterator[Registered]:
        """Yield the webhooks of an owner, oldest first."""
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="#key = :key AND begins_with(#sort, :prefix)",
            ExpressionAttributeNames={"#key": "key", "#sort": "sort"},
            ExpressionAttributeValues={":key": {"S": owner}, ":prefix": {"S": _WEBHOOK}},
        )
        for page in pages:
            for item in page["Items"]:
                yield _webhook(from_item(item))

    def webhook(self, owner: str, webhook: str) -> Registered | None:
        """Return one webhook of an owner."""
        found = self.dynamodb.get_item(
            TableName=self.table, Key=_key(owner, _WEBHOOK + webhook), ConsistentRead=True
        )
        return _webhook(from_item(found["Item"])) if "Item" in found else None

    def remove(self, owner: str, webhook: str) -> bool:
        """Forget a webhook; tell whether there was one."""
        gone = self.dynamodb.delete_item(
            TableName=self.table, Key=_key(owner, _WEBHOOK + webhook), ReturnValues="ALL_OLD"
        )
        return "Attributes" in gone

    def enable(self, owner: str, webhook: str) -> Registered | None:
        """Make a webhook active, with its failures forgotten; None where there is none."""
        return self._change(owner, webhook, "SET #state = :state, failures = :none REMOVE why", State.ACTIVE)

    def disable(self, owner: str, webhook: str, why: str) -> Registered | None:
        """Disable a webhook; None where there is none, or somebody else was first."""
        return self._change(
            owner, webhook, "SET #state = :state, failures = :none, why = :why", State.DISABLED, why=why
        )

    def delivered(self, webhook: Registered) -> None:
        """Forget the failures of a webhook that has taken a message."""
        if webhook.failures:
            self._change(webhook.owner, webhook.id, "SET #state = :state, failures = :none", webhook.state)

    def failed(self, webhook: Registered) -> bool:
        """Count an undeliverable message; tell whether it was one too many."""
        try:
            changed = self.dynamodb.update_item(
                TableName=self.table,
                Key=_key(webhook.owner, _WEBHOOK + webhook.id),
                UpdateExpression="SET failures = failures + :one",
                ConditionExpression="#state = :active",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues={":one": {"N": "1"}, ":active": {"S": State.ACTIVE}},
                ReturnValues="ALL_NEW",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return _webhook(from_item(changed["Attributes"])).failures >= MAX_FAILURES

    def _change(
        self, owner: str, webhook: str, expression: str, state: State, *, why: str | None = None
    ) -> Registered | None:
        values: dict[str, Plain] = {":state": state.value, ":none": 0}
        condition = "attribute_exists(#key)"
        if state is State.DISABLED and why is not None:
            values |= {":why": why, ":active": State.ACTIVE.value}
            condition = "#state = :active"
        names = {"#state": "state"} | ({"#key": "key"} if "#key" in condition else {})
        try:
            changed = self.dynamodb.update_item(
                TableName=self.table,
                Key=_key(owner, _WEBHOOK + webhook),
                UpdateExpression=expression,
                ConditionExpression=condition,
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=to_item(values),
                ReturnValues="ALL_NEW",
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return _webhook(from_item(changed["Attributes"]))

    # -- messages ----------------------------------------------------------------------------------------

    def add(self, message: Message, *, now: float) -> bool:
        """Write a new message; tell whether it was new: an event that comes twice makes one."""
        item = {
            "key": _partition(message.owner, message.webhook),
            "sort": message.id,
            "expires_at": int(now) + KEPT_SECONDS,
            **_plain(asdict(message)),
        }
        try:
            self.dynamodb.put_item(
                TableName=self.table,
                Item=to_item(item),
                ConditionExpression="attribute_not_exists(#key)",
                ExpressionAttributeNames={"#key": "key"},
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def message(self, owner: str, webhook: str, message: str) -> Message | None:
        """Return one message."""
        found = self.dynamodb.get_item(
            TableName=self.table, Key=_key(_partition(owner, webhook), message), ConsistentRead=True
        )
        return _message(from_item(found["Item"])) if "Item" in found else None

    def messages(self, owner: str, webhook: str, *, limit: int, after: str | None) -> Page:
        """Return a webhook's messages, newest first.

        Args:
            limit: messages at most.
            after: `after` of the page before.
        """
        found = self.dynamodb.query(
            TableName=self.table,
            KeyConditionExpression="#key = :key AND #sort < :after",
            ExpressionAttributeNames={"#key": "key", "#sort": "sort"},
            ExpressionAttributeValues={
                ":key": {"S": _partition(owner, webhook)},
                ":after": {"S": after or _AFTER_ALL},
            },
            ScanIndexForward=False,
            Limit=limit,
        )
        last = found.get("LastEvaluatedKey")
        return Page(
            [_message(from_item(item)) for item in found["Items"]],
            str(from_item(last)["sort"]) if last else None,
        )

    def take(self, message: Message, *, now: float, seconds: float) -> bool:
        """Begin an attempt that nobody else may begin for so long; tell whether it was ours to begin."""
        try:
            self.dynamodb.update_item(
                TableName=self.table,
                Key=_key(_partition(message.owner, message.webhook), message.id),
                UpdateExpression="SET taken_until = :until",
                ConditionExpression=(
                    "#status = :pending AND (attribute_not_exists(taken_until) OR taken_until <= :now)"
                ),
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues=to_item(
                    {":until": now + seconds, ":now": now, ":pending": Status.PENDING.value}
                ),
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def attempted(self, message: Message, status: Status, answer: str, at: str) -> None:
        """Write down an attempt, which is over."""
        self.dynamodb.update_item(
            TableName=self.table,
            Key=_key(_partition(message.owner, message.webhook), message.id),
            UpdateExpression=(
                "SET #status = :status, answer = :answer, attempted_at = :at, attempts = attempts + :one"
                " REMOVE taken_until"
            ),
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues=to_item(
                {":status": status.value, ":answer": answer, ":at": at, ":one": 1}
            ),
        )

    def begin_again(self, message: Message) -> bool:
        """Make an ended message pending; tell whether it had ended."""
        try:
            self.dynamodb.update_item(
                TableName=self.table,
                Key=_key(_partition(message.owner, message.webhook), message.id),
                UpdateExpression="SET #status = :pending",
                ConditionExpression="#status <> :pending",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":pending": to_attribute(Status.PENDING.value)},
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _partition(owner: str, webhook: str) -> str:
    return f"{owner}/{webhook}"


def _key(key: str, sort: str) -> dict[str, dict[str, str]]:
    return {"key": {"S": key}, "sort": {"S": sort}}


def _plain(values: Mapping[str, object]) -> dict[str, Plain]:
    return {name: cast(Plain, value) for name, value in values.items() if value is not None}


def _webhook(item: Mapping[str, Plain]) -> Registered:
    fields = {name: item.get(name) for name in Registered.__dataclass_fields__}
    return Registered(**{**fields, "state": State(str(item["state"]))})  # type: ignore[arg-type]


def _message(item: Mapping[str, Plain]) -> Message:
    fields = {name: item.get(name) for name in Message.__dataclass_fields__}
    return Message(**{**fields, "status": Status(str(item["status"]))})  # type: ignore[arg-type]
