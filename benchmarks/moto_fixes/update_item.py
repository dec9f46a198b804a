"""The two writes of a worker: claim a job, finish it."""

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Jobs:
    """A table of moto with one item a job.

    Args:
        dynamodb: a client of DynamoDB.
    """

    def __init__(self, dynamodb: "DynamoDBClient") -> None:
        self._dynamodb = dynamodb
        self._claimed = itertools.count()
        self._finished = itertools.count()
        dynamodb.create_table(
            TableName="jobs",
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

    def claim(self) -> None:
        """Create the next job, running."""
        self._dynamodb.update_item(
            TableName="jobs",
            Key={"key": {"S": str(next(self._claimed))}},
            UpdateExpression="SET #s = :r, lease = :n, created = if_not_exists(created, :n) ADD attempts :n",
            ConditionExpression="attribute_not_exists(#k) OR #s = :p",
            ExpressionAttributeNames={"#s": "status", "#k": "key"},
            ExpressionAttributeValues={":r": {"S": "RUNNING"}, ":p": {"S": "PENDING"}, ":n": {"N": "1"}},
        )

    def finish(self) -> None:
        """Change the next claimed job to succeeded."""
        self._dynamodb.update_item(
            TableName="jobs",
            Key={"key": {"S": str(next(self._finished))}},
            UpdateExpression="SET #s = :d, #r = :x REMOVE lease",
            ConditionExpression="#s = :r AND attempts = :n",
            ExpressionAttributeNames={"#s": "status", "#r": "result"},
            ExpressionAttributeValues={
                ":d": {"S": "SUCCEEDED"},
                ":r": {"S": "RUNNING"},
                ":x": {"S": "{}"},
                ":n": {"N": "1"},
            },
        )
