"""Lists an owner's jobs, newest first, and finds those that the sweep should look at.

The indexes hold keys only and lag a little; the jobs themselves are read from the table, as they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from functions.offload.job import Job, Status
from functions.offload.store.item import SHARDS, attribute, job_of
from functions.offload.store.table import JobTable

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import (
        BatchGetItemOutputTypeDef,
        KeysAndAttributesTypeDef,
        QueryInputTypeDef,
        UniversalAttributeValueTypeDef,
    )

#: A list that filters reads at most so many index pages before it answers with what it has, and a cursor.
MAX_PAGES = 5

#: BatchGetItem reads at most 100 items a call.
MAX_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Position:
    """A place in an owner's list: the job after which to go on."""

    submitted: str
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """A part of an owner's list.

    Attributes:
        jobs: newest first.
        next: where to go on, None at the end of the list.
    """

    jobs: tuple[Job, ...]
    next: Position | None


def jobs_of(
    table: JobTable,
    owner: str,
    *,
    limit: int,
    job_type: str | None = None,
    status: Status | None = None,
    after: Position | None = None,
) -> Page:
    """Return a page of an owner's jobs.

    Args:
        table: the job store.
        owner: whose jobs.
        limit: the most jobs to return, 1 to 100.
        job_type: only jobs of this type.
        status: only jobs in this status.
        after: where the page before ended.
    """
    found: list[Job] = []
    for _ in range(MAX_PAGES):
        keys, end = _index_page(table, owner, limit, after)
        for position, job in _read(table, keys):
            after = position
            if job_type in (None, job.ref.type) and status in (None, job.status):
                found.append(job)
                if len(found) == limit:
                    more = not end or position != keys[-1]
                    return Page(tuple(found), position if more else None)
        if keys:
            after = keys[-1]
        if end:
            return Page(tuple(found), None)
    return Page(tuple(found), after)


def due_for_the_sweep(table: JobTable, now: float) -> Iterator[Job]:
    """Yield the jobs whose watch has come, as they stand; `now` in seconds since the epoch."""
    for number in range(SHARDS):
        pages = table.client.get_paginator("query").paginate(
            TableName=table.name,
            IndexName="watched",
            KeyConditionExpression="#shard = :shard AND #at <= :now",
            ExpressionAttributeNames={"#shard": "watch_shard", "#at": "watch_at"},
            ExpressionAttributeValues={":shard": attribute(number), ":now": attribute(int(now))},
        )
        for page in pages:
            for item in page["Items"]:
                job = table.get(item["key"]["S"])
                if job is not None and job.watch_at is not None and job.watch_at <= now:
                    yield job


def _index_page(
    table: JobTable, owner: str, limit: int, after: Position | None
) -> tuple[list[Position], bool]:
    query: QueryInputTypeDef = {
        "TableName": table.name,
        "IndexName": "by_owner",
        "KeyConditionExpression": "#owner = :owner",
        "ExpressionAttributeNames": {"#owner": "owner"},
        "ExpressionAttributeValues": {":owner": attribute(owner)},
        "ScanIndexForward": False,
        "Limit": limit,
    }
    if after is not None:
        query["ExclusiveStartKey"] = {
            "owner": attribute(owner),
            "submitted": attribute(after.submitted),
            "key": attribute(after.key),
        }
    answer = table.client.query(**query)
    positions = [Position(item["submitted"]["S"], item["key"]["S"]) for item in answer["Items"]]
    return positions, "LastEvaluatedKey" not in answer


def _read(table: JobTable, positions: list[Position]) -> list[tuple[Position, Job]]:
    keys: list[dict[str, UniversalAttributeValueTypeDef]] = [
        {"key": attribute(position.key)} for position in positions
    ]
    wanted: dict[str, KeysAndAttributesTypeDef] = {table.name: {"Keys": keys}} if keys else {}
    jobs: dict[str, Job] = {}
    while wanted:
        answer: BatchGetItemOutputTypeDef = table.client.batch_get_item(RequestItems=wanted)
        for item in answer["Responses"].get(table.name, []):
            jobs[item["key"]["S"]] = job_of(item)
        wanted = answer.get("UnprocessedKeys") or {}  # type: ignore[assignment]  # what comes back can be sent
    return [(position, jobs[position.key]) for position in positions if position.key in jobs]
