"""A seed fixes the order of everything."""

import random

from local.stack import LocalStack
from tests.flow.local.handmade import Handmade

BUSY = """
import os, random
import botocore.session

sqs = botocore.session.get_session().create_client("sqs")

def handle(event, context):
    for record in event["Records"]:
        for step in range(3):
            print(record["body"], step, random.random())
            sqs.list_queues()
"""


def run(seed: int) -> list[tuple[str, str]]:
    log: list[tuple[str, str]] = []
    with LocalStack(seed=seed, log=lambda function, line: log.append((function, line))) as stack:
        handmade = Handmade(stack, log)
        queues = []
        for name in ("f", "g"):
            handmade.function(name, BUSY)
            queues.append(handmade.queue(f"{name}-queue"))
            handmade.feed(name, queues[-1], BatchSize=2)
        for queue in queues:
            queue.send(*"abcdefgh")
        stack.settle()
    return log


TELLS = "def handle(event, context):\n    print(len(event.get('Records', [])), event.get('detail'))\n"


def run_streams_and_events(seed: int) -> list[tuple[str, str]]:
    """Write to a table and to a bus, on which two functions and the first table's stream hang."""
    log: list[tuple[str, str]] = []
    with LocalStack(seed=seed, log=lambda function, line: log.append((function, line))) as stack:
        handmade = Handmade(stack, log)
        events, dynamodb = stack.client("events"), stack.client("dynamodb")
        events.put_rule(Name="r", EventPattern='{"source": ["tests"]}')
        for name in ("f", "g"):
            arn = handmade.function(name, TELLS)
            handmade.permit(name, "events.amazonaws.com")
            events.put_targets(Rule="r", Targets=[{"Id": name, "Arn": arn}])
        table = dynamodb.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "N"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]
        for name in ("f", "g"):
            stack.client("lambda").create_event_source_mapping(
                FunctionName=name,
                EventSourceArn=table["LatestStreamArn"],
                StartingPosition="LATEST",
                ParallelizationFactor=3,
            )
        for number in range(20):
            dynamodb.put_item(TableName="t", Item={"id": {"N": str(number)}})
            detail = f'{{"n": {number}}}'
            events.put_events(Entries=[{"Source": "tests", "DetailType": "written", "Detail": detail}])
        stack.settle()
    return log


def test_streams_and_events_follow_the_seed_as_well() -> None:
    first = run_streams_and_events(1)

    assert run_streams_and_events(1) == first
    assert run_streams_and_events(2) != first


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    first = run(1)
    random.random()  # what happens outside has no part in it

    assert run(1) == first
    assert run(2) != first
    assert sorted(line.split()[:2] for _, line in first if line[0] in "abcdefgh") == sorted(
        [body, str(step)] for body in "abcdefgh" for step in range(3) for _ in range(2)
    )
