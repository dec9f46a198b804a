"""The book of usage: how many jobs each account had in each month, by type.

An entry is counted once, whatever its deliveries: the count and the mark of the event are one transaction.
Counts only add up, and the month is that of the event, so that the order in which events come says nothing.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from functions.offload.attributes import from_item, to_attribute, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

#: Longer than an event can be on its way: a day in the stream, 4 days in a queue and 14 in its DLQ.
REMEMBERED_SECONDS = 30 * 86_400

_TYPE = "type#"


@dataclass(frozen=True, slots=True)
class Use:
    """One job that counts.

    Attributes:
        event: the identity of the event that told of it.
        account: the job's owner.
        month: when it ended, such as 2030-01.
        type: of the job.
    """

    event: str
    account: str
    month: str
    type: str


@dataclass(frozen=True)
class Book:
    """The book, in the workload's own table.

    Args:
        client: a client of DynamoDB.
        table: the table's name; its keys are `key` and `sort`, and its index `by_month` lists accounts.
    """

    client: "DynamoDBClient"
    table: str

    def enter(self, use: Use) -> bool:
        """Count a job; tell whether it was the first time that its event came."""
        mark = to_item(
            {"key": f"event/{use.event}", "sort": "-", "expires_at": int(time.time()) + REMEMBERED_SECONDS}
        )
        try:
            self.client.transact_write_items(
                TransactItems=[
                    {
                        "Put": {
                            "TableName": self.table,
                            "Item": mark,
                            "ConditionExpression": "attribute_not_exists(#key)",
                            "ExpressionAttributeNames": {"#key": "key"},
                        }
                    },
                    {
                        "Update": {
                            "TableName": self.table,
                            "Key": to_item({"key": _page(use.account, use.month), "sort": _TYPE + use.type}),
                            "UpdateExpression": "SET #month = :month, #account = :account ADD #jobs :one",
                            "ExpressionAttributeNames": {
                                "#month": "month",
                                "#account": "account",
                                "#jobs": "jobs",
                            },
                            "ExpressionAttributeValues": {
                                ":month": to_attribute(use.month),
                                ":account": to_attribute(use.account),
                                ":one": to_attribute(1),
                            },
                        }
                    },
                ]
            )
        except self.client.exceptions.TransactionCanceledException as error:
            if _was_marked(error):
                return False
            raise
        return True

    def jobs(self, account: str, month: str) -> Mapping[str, int]:
        """Return how many jobs an account had in a month, by type."""
        answer = self.client.query(
            TableName=self.table,
            KeyConditionExpression="#key = :page AND begins_with(#sort, :type)",
            ExpressionAttributeNames={"#key": "key", "#sort": "sort"},
            ExpressionAttributeValues={
                ":page": to_attribute(_page(account, month)),
                ":type": to_attribute(_TYPE),
            },
        )
        items = [from_item(item) for item in answer["Items"]]
        return {str(item["sort"]).removeprefix(_TYPE): int(str(item["jobs"])) for item in items}

    def accounts(self, month: str) -> Iterator[str]:
        """Yield each account that had jobs in a month, once, in the order of their names."""
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            IndexName="by_month",
            KeyConditionExpression="#month = :month",
            ExpressionAttributeNames={"#month": "month"},
            ExpressionAttributeValues={":month": to_attribute(month)},
        )
        last = None
        for page in pages:
            for item in page["Items"]:
                if item["account"]["S"] != last:
                    last = item["account"]["S"]
                    yield last


def _page(account: str, month: str) -> str:
    return f"{account}/{month}"


def _was_marked(error: ClientError) -> bool:
    """Tell whether the mark was there; what else cancels a transaction passes."""
    reasons = error.response.get("CancellationReasons", [])
    return bool(reasons) and reasons[0].get("Code") == "ConditionalCheckFailed"
