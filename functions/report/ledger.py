"""The ledger: one item for each sale, in the workload's own table; written by events, read by reports.

Two indexes hold whole items in the order of time: `by_owner` for an owner's own reports, and `by_time`, in
shards, for those about everybody. Indexes follow the table within a second as a rule:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html
"""

import heapq
import zlib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from functions.offload.attributes import Plain, from_item, to_item
from functions.offload.store.timestamps import instant
from functions.report.period import Period
from functions.report.sale import Line, Sale, SaleStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, UniversalAttributeValueTypeDef

#: A partition of an index takes 1,000 writes a second, so all owners together may make 8,000.
SHARDS: Final = 8

#: Sales that are read at once from one partition: with SHARDS pages in memory about 20 MB.
PAGE: Final = 500

#: A sale is kept so long after it was made: three years, and the rest of a month.
KEPT: Final = timedelta(days=3 * 366 + 31)


class Ledger:
    """The ledger in one table.

    Args:
        dynamodb: a low-level client.
        table: the table's name.
    """

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb = dynamodb
        self._table = table

    def record(self, sale: Sale) -> bool:
        """Write a sale down, unless the ledger has this or a later revision of it; returns whether it did."""
        try:
            self._dynamodb.put_item(
                TableName=self._table,
                Item=_item(sale),
                ConditionExpression="attribute_not_exists(#key) OR #revision < :revision",
                ExpressionAttributeNames={"#key": "key", "#revision": "revision"},
                ExpressionAttributeValues={":revision": {"N": str(sale.revision)}},
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def sales_of(self, owner: str, period: Period) -> Iterator[Sale]:
        """Yield an owner's sales within a period, in the order of time, read page by page."""
        return self._query("by_owner", "owner", owner, period)

    def all_sales(self, period: Period) -> Iterator[Sale]:
        """Yield everybody's sales within a period, in the order of time."""
        shards = (self._query("by_time", "shard", str(shard), period) for shard in range(SHARDS))
        return heapq.merge(*shards, key=lambda sale: sale.at)

    def _query(self, index: str, partition: str, value: str, period: Period) -> Iterator[Sale]:
        pages = self._dynamodb.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=index,
            KeyConditionExpression="#partition = :partition AND #at BETWEEN :begin AND :end",
            ExpressionAttributeNames={"#partition": partition, "#at": "at"},
            ExpressionAttributeValues={
                ":partition": {"S": value},
                ":begin": {"S": period.begin},
                ":end": {"S": period.end},
            },
            PaginationConfig={"PageSize": PAGE},
        )
        for page in pages:
            yield from map(_sale, page["Items"])


class _Entry(BaseModel):
    """A sale as its item has it, but for what only the indexes need."""

    key: str
    revision: int
    owner: str
    at: str
    status: SaleStatus
    currency: str
    lines: list[tuple[str, str, int, int]]


def _item(sale: Sale) -> "dict[str, UniversalAttributeValueTypeDef]":
    entry = _Entry(
        key=sale.identity,
        revision=sale.revision,
        owner=sale.owner,
        at=sale.at,
        status=sale.status,
        currency=sale.currency,
        lines=[(line.product, line.name, line.quantity, line.amount) for line in sale.lines],
    )
    beside: dict[str, Plain] = {
        "shard": str(zlib.crc32(sale.identity.encode()) % SHARDS),
        "expires_at": int(instant(sale.at) + KEPT.total_seconds()),
    }
    return to_item({**entry.model_dump(mode="json"), **beside})


def _sale(item: "Mapping[str, AttributeValueTypeDef]") -> Sale:
    entry = _Entry.model_validate(from_item(item))
    return Sale(
        identity=entry.key,
        revision=entry.revision,
        owner=entry.owner,
        at=entry.at,
        status=entry.status,
        currency=entry.currency,
        lines=tuple(Line(*line) for line in entry.lines),
    )
