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


def test_the_same_seed_gives_the_same_order_and_another_seed_another() -> None:
    first = run(1)
    random.random()  # what happens outside has no part in it

    assert run(1) == first
    assert run(2) != first
    assert sorted(line.split()[:2] for _, line in first if line[0] in "abcdefgh") == sorted(
        [body, str(step)] for body in "abcdefgh" for step in range(3) for _ in range(2)
    )
