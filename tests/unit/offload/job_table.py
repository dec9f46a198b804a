"""An empty job table on moto, with the keys and indexes of the real one."""

from collections.abc import Iterator
from contextlib import contextmanager

from moto import mock_aws

from functions.offload.store.acceptance import Accepted
from functions.offload.store.table import JobTable
from tests.unit.aws_session import aws_session

OWNER = "AIDAOWNER"


@contextmanager
def job_table() -> Iterator[JobTable]:
    """Yield an empty job table."""
    with mock_aws():
        client = aws_session().client("dynamodb")
        client.create_table(
            TableName="jobs",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": "key", "AttributeType": "S"},
                {"AttributeName": "owner", "AttributeType": "S"},
                {"AttributeName": "submitted", "AttributeType": "S"},
                {"AttributeName": "watch_shard", "AttributeType": "N"},
                {"AttributeName": "watch_at", "AttributeType": "N"},
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "by_owner",
                    "KeySchema": [
                        {"AttributeName": "owner", "KeyType": "HASH"},
                        {"AttributeName": "submitted", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                },
                {
                    "IndexName": "watched",
                    "KeySchema": [
                        {"AttributeName": "watch_shard", "KeyType": "HASH"},
                        {"AttributeName": "watch_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                },
            ],
        )
        yield JobTable(client, "jobs")


def accepted(
    key: str = "a", *, owner: str = OWNER, at: float = 1_900_000_000.0, payload: str = "{}"
) -> Accepted:
    """Return what is known of a job of type `demo` when it is accepted."""
    return Accepted(owner, f"demo.{key}", "demo", f"{owner}.demo.{key}", at, payload)
