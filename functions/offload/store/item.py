"""The shape of a job's item in DynamoDB, there and back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from functions.offload.job import Failure, Job, JobRef, Status

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef

#: What an attribute can hold; JSON texts stay texts, so that numbers survive as they were sent.
Value = str | int | float | bool

#: Sparse indexes are spread over so many partition keys, since a throttled index throttles the table.
SHARDS = 4


def attribute(value: Value) -> "UniversalAttributeValueTypeDef":
    """Return `value` as a DynamoDB attribute."""
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, str):
        return {"S": value}
    return {"N": repr(value)}


def shard(key: str) -> int:
    """Return the shard of a job in the sparse indexes: the same at each call, in any process."""
    return sum(key.encode()) % SHARDS


def job_of(item: Mapping[str, "AttributeValueTypeDef"]) -> Job:
    """Read a job from its item."""

    def text(name: str) -> str | None:
        return item[name]["S"] if name in item else None

    def number(name: str) -> float | None:
        return float(item[name]["N"]) if name in item else None

    error = text("error_type")
    return Job(
        ref=JobRef(item["owner"]["S"], item["id"]["S"], item["type"]["S"], int(item["run"]["N"])),
        status=Status(item["status"]["S"]),
        attempt=int(item["attempt"]["N"]),
        fence=int(item["fence"]["N"]),
        group=item["group"]["S"],
        submitted_at=item["submitted_at"]["S"],
        payload=text("payload"),
        started_at=text("started_at"),
        ended_at=text("ended_at"),
        result=text("result"),
        error=Failure(error, text("error_message") or "") if error is not None else None,
        cancel_requested="cancel_requested" in item,
        lease_until=number("lease_until"),
        execution=text("execution"),
        watch_at=number("watch_at"),
        progress=number("progress"),
        token=text("token") or "",
    )
