"""Conditional reads and writes of the job table.

Every write says what must hold and carries a random token: when the SDK repeats a write whose answer was
lost, the failed check returns the item, and the token tells that the write had landed.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from botocore.exceptions import ClientError

from functions.offload.job import Job
from functions.offload.store.item import Value, attribute, job_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

_NAME = re.compile(r"#(\w+)")


class Refused(Exception):
    """A write's condition did not hold; `job` is the job as it stands, None where there is none."""

    def __init__(self, job: Job | None) -> None:
        super().__init__(f"the job is {job.status if job else 'absent'}")
        self.job = job


@dataclass(frozen=True)
class JobTable:
    """The DynamoDB table that is the job store.

    Args:
        client: a DynamoDB client.
        name: the table's name.
        retention_seconds: how long an ended job is kept; longer than any queue keeps a message.
    """

    client: "DynamoDBClient"
    name: str
    retention_seconds: int = 30 * 86400

    def get(self, key: str) -> Job | None:
        """Return the job as it stands (a consistent read), None where there is none."""
        answer = self.client.get_item(TableName=self.name, Key={"key": {"S": key}}, ConsistentRead=True)
        return job_of(answer["Item"]) if "Item" in answer else None

    def put_new(self, key: str, values: Mapping[str, Value]) -> Job:
        """Write a new item unless the key is taken; raises Refused with the job that has it."""
        token = secrets.token_hex(8)
        item = {name: attribute(value) for name, value in {**values, "key": key, "token": token}.items()}
        try:
            self.client.put_item(
                TableName=self.name,
                Item=item,
                ConditionExpression="attribute_not_exists(#key)",
                ExpressionAttributeNames={"#key": "key"},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            return self._ours(error, token)
        return job_of(item)  # type: ignore[arg-type]  # what is written reads back the same

    def update(
        self,
        key: str,
        *,
        where: str,
        given: Mapping[str, Value] | None = None,
        assign: Mapping[str, Value] | None = None,
        remove: Iterable[str] = (),
        raise_by_one: Iterable[str] = (),
    ) -> Job:
        """Change an item if a condition holds, and return the job after it.

        Args:
            key: the job's key.
            where: the condition; attributes are spelt `#name`, values `:name`.
            given: the values the condition names.
            assign: attributes to set.
            remove: attributes to take away.
            raise_by_one: numbers to raise by one.

        Raises:
            Refused: the condition does not hold, and the write had not landed before.
        """
        token = secrets.token_hex(8)
        assigned = {**(assign or {}), "token": token}
        raised, removed = list(raise_by_one), list(remove)
        expression = "SET " + ", ".join(
            [f"#{name} = :new_{name}" for name in assigned] + [f"#{name} = #{name} + :one" for name in raised]
        )
        if removed:
            expression += " REMOVE " + ", ".join(f"#{name}" for name in removed)
        values = {f":new_{name}": attribute(value) for name, value in assigned.items()}
        values |= {f":{name}": attribute(value) for name, value in (given or {}).items()}
        if raised:
            values[":one"] = attribute(1)
        try:
            answer = self.client.update_item(
                TableName=self.name,
                Key={"key": {"S": key}},
                UpdateExpression=expression,
                ConditionExpression=where,
                ExpressionAttributeNames={f"#{name}": name for name in _NAME.findall(expression + where)},
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ClientError as error:
            return self._ours(error, token)
        return job_of(answer["Attributes"])

    @staticmethod
    def _ours(error: ClientError, token: str) -> Job:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise error
        item = cast("Mapping[str, AttributeValueTypeDef] | None", error.response.get("Item"))
        job = job_of(item) if item else None
        if job is None or job.token != token:
            raise Refused(job) from None
        return job
