"""The statements that were made: one for each account and month, kept as the job that made it told it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from functions.offload.attributes import to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_SORT = "statement"


class Line(BaseModel):
    """The jobs of one type."""

    model_config = ConfigDict(frozen=True)

    type: str
    jobs: int
    cents: int


class MonthlyStatement(BaseModel):
    """What an account owes for a month; the result of a `statement` job."""

    model_config = ConfigDict(frozen=True)

    account: str
    month: str
    lines: tuple[Line, ...]
    cents: int


@dataclass(frozen=True)
class Statements:
    """The statements, in the workload's own table.

    Args:
        client: a client of DynamoDB.
        table: the table's name.
    """

    client: "DynamoDBClient"
    table: str

    def keep(self, statement: MonthlyStatement) -> None:
        """Keep a statement; the same one again changes nothing."""
        item = to_item(
            {
                "key": f"{statement.account}/{statement.month}",
                "sort": _SORT,
                "statement": statement.model_dump_json(),
            }
        )
        self.client.put_item(TableName=self.table, Item=item)

    def find(self, account: str, month: str) -> dict[str, object] | None:
        """Return the statement of an account and month, None before there is one."""
        answer = self.client.get_item(
            TableName=self.table, Key=to_item({"key": f"{account}/{month}", "sort": _SORT})
        )
        if "Item" not in answer:
            return None
        found: dict[str, object] = json.loads(answer["Item"]["statement"]["S"])
        return found
