"""One interpreter's figures, as JSON: of moto as it came ("plain"), or with the mends and a hub
("mended").
"""

import json
import statistics
import sys
import time
from collections.abc import Callable

import boto3
from moto import mock_aws

from benchmarks.moto_fixes.execution import Executions
from benchmarks.moto_fixes.queue_depth import Queue
from benchmarks.moto_fixes.update_item import Jobs
from local import moto_fixes
from local.clock import RealClock
from local.hub import Hub

DEPTH = 1000


def median_ms(work: Callable[[], object], times: int) -> float:
    """Return the median of how long `work` takes, in milliseconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def main(kind: str) -> None:
    """Measure everything and print it."""
    hub = None
    if kind == "mended":
        hub = Hub(RealClock())
        moto_fixes.install()
        moto_fixes.attach(hub)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        queue, jobs, executions = Queue(boto3.client("sqs")), Jobs(boto3.client("dynamodb")), Executions(hub)
        empty = median_ms(queue.send, 30)
        queue.fill(DEPTH)
        small, large = {"n": 1}, {"n": 1, "items": [{"sku": f"s{n}", "note": "x" * 180} for n in range(150)]}
        executions.run(small)
        figures = {
            "send to an empty queue": empty,
            f"send to a queue of {DEPTH}": median_ms(queue.send, 30),
            f"receive ten of {DEPTH} and delete them": median_ms(queue.receive_and_delete, 5),
            "update_item that creates": median_ms(jobs.claim, 200),
            "update_item that changes": median_ms(jobs.finish, 200),
            "execution of 8 states, 2 tasks": median_ms(lambda: executions.run(small), 30),
            "the same with 30 KB of state": median_ms(lambda: executions.run(large), 10),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1])
