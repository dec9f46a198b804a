"""What the local AWS holds at a moment, and what has changed between two moments.

Items, objects, messages and executions are read through the AWS APIs, so nothing has to be known of who keeps
them or what they mean.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import Binary, TypeDeserializer
from pydantic import JsonValue

#: Makes a boto3 client of a service.
Clients = Callable[[str], Any]


@dataclass(frozen=True)
class Place:
    """Where something is held: the kind of thing, who holds it, and its name there."""

    kind: str
    holder: str
    name: str


Snapshot = Mapping[Place, JsonValue]


@dataclass(frozen=True)
class Change:
    """What became of a place; None stands for nothing being there."""

    place: Place
    before: JsonValue
    after: JsonValue


def take(client: Clients) -> Snapshot:
    """Return everything that is held now."""
    return {
        place: value for look in (_items, _objects, _messages, _executions) for place, value in look(client)
    }


def changes(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Yield each place whose contents differ, those that are new last."""
    for place in [*before, *(place for place in after if place not in before)]:
        if before.get(place) != after.get(place):
            yield Change(place, before.get(place), after.get(place))


def _items(client: Clients) -> Iterator[tuple[Place, JsonValue]]:
    dynamodb = client("dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        schema = dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                plain = {name: _plain(TypeDeserializer().deserialize(value)) for name, value in item.items()}
                key = " ".join(str(plain[part["AttributeName"]]) for part in schema)
                yield Place("item", table, key), plain


def _objects(client: Clients) -> Iterator[tuple[Place, JsonValue]]:
    s3 = client("s3")
    for bucket in (entry["Name"] for entry in s3.list_buckets()["Buckets"]):
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for entry in page.get("Contents", []):
                yield Place("object", bucket, entry["Key"]), {"bytes": entry["Size"], "etag": entry["ETag"]}


def _messages(client: Clients) -> Iterator[tuple[Place, JsonValue]]:
    sqs = client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        # Visible again at once: to look must not take. A queue shows at most ten at a look.
        received = sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
            MessageAttributeNames=["All"],
        )
        for message in received.get("Messages", []):
            attributes = message.get("MessageAttributes", {})
            texts = {name: entry["StringValue"] for name, entry in attributes.items()}
            yield (
                Place("message", url.rpartition("/")[2], message["MessageId"]),
                {"body": message["Body"]} | texts,
            )


def _executions(client: Clients) -> Iterator[tuple[Place, JsonValue]]:
    stepfunctions = client("stepfunctions")
    for machine in stepfunctions.list_state_machines()["stateMachines"]:
        listed = stepfunctions.list_executions(stateMachineArn=machine["stateMachineArn"])
        for execution in listed["executions"]:
            yield Place("execution", machine["name"], execution["name"]), {"status": execution["status"]}


def _plain(value: object) -> JsonValue:
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case Binary():
            return repr(value)
        case Mapping():
            return {name: _plain(entry) for name, entry in value.items()}
        case list() | set():
            return [_plain(entry) for entry in value]
        case str() | bool() | None:
            return value
        case _:
            raise TypeError(f"DynamoDB holds no {type(value).__name__}")
