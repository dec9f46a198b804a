"""Questions on an own table on moto, with the index of those that are open."""

from collections.abc import Iterator
from contextlib import contextmanager

from moto import mock_aws

from functions.offload.callback.question import Answer, Fail, Succeed
from functions.offload.callback.questions import INDEX, Questions
from functions.offload.step import StepJob
from functions.offload.store.timestamps import timestamp
from tests.unit.aws_session import aws_session

NOW = 1_800_000_000.0
WITHIN = 3_600.0
JOB = StepJob(key="AIDAOWNER/order.1", owner="AIDAOWNER", id="order.1", type="order", run=1)
NEXT_RUN = JOB.model_copy(update={"run": 2})


@contextmanager
def question_table() -> Iterator[Questions]:
    """Yield the questions of an empty table."""
    with mock_aws():
        dynamodb = aws_session().client("dynamodb")
        dynamodb.create_table(
            TableName="own",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": "S"} for name in ("key", "open_kind", "asked_at")
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": INDEX,
                    "KeySchema": [
                        {"AttributeName": "open_kind", "KeyType": "HASH"},
                        {"AttributeName": "asked_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        )
        yield Questions(dynamodb, "own")


def an_answer(word: str = "approve", *, at: float = NOW) -> Answer:
    """Return an answer of somebody's."""
    told = Succeed(output={"approved": True}) if word == "approve" else Fail(error="Rejected", cause="no")
    return Answer(word=word, by="AIDAAPPROVER", at=timestamp(at), note="", reply=told)
