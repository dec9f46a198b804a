"""Sync at scale: 10,000 changes over 500 keys, through two outages, each key's order held.

    python -m benchmarks.workloads.sync [changes, 10,000 by default]

The stack is the one of the tests: the synthesized template on virtual time, every handler real, one at a
time. The source is a server of its own, which fails twice in the middle of the pull. At the end the copy is
compared with what the source holds, record by record. That no version was skipped, so that none came late,
shows that each key's changes were applied in their order.
"""

import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from local.outside import Feeds, Outage, Outside, point_functions_at
from local.stack import LocalStack
from local.users import ALICE
from tests.flow.synthesis import synthesize_once

CHANGES, KEYS = 10_000, 500
#: Virtual seconds that nothing here takes.
PATIENCE = 24 * 3600

Change = Mapping[str, JsonValue]
#: Key → version and record; the record of a deleted one is None.
Copy = dict[str, tuple[int, JsonValue]]


def history(changes: int, keys: int) -> Iterator[Change]:
    """Yield so many changes; each record's versions rise by one, and one in ten is a deletion."""
    chance = random.Random(0)
    versions: Counter[str] = Counter()
    for number in range(changes):
        key = f"customer-{number if number < keys else chance.randrange(keys)}"
        versions[key] += 1
        change: dict[str, JsonValue] = {"key": key, "version": versions[key]}
        if versions[key] > 1 and chance.random() < 0.1:
            yield change | {"op": "delete"}
        else:
            yield change | {"op": "upsert", "record": {"name": key, "number": number}}


def copy_of(stack: LocalStack) -> Copy:
    """Return every record of the copy."""
    function = stack.client("lambda").get_function_configuration(FunctionName=stack.function("sync"))
    table = function["Environment"]["Variables"]["OWN_TABLE"]
    copy: Copy = {}
    for page in stack.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        for item in page["Items"]:
            kind, _, rest = item["key"]["S"].partition("#")
            if kind == "record":
                record = json.loads(item["record"]["S"]) if "record" in item else None
                copy[rest.partition("#")[2]] = (int(item["version"]["N"]), record)
    return copy


def run(number: int = CHANGES) -> None:
    """Pull so many changes, check the copy, and print the figures."""
    changes = list(history(number, KEYS))
    counts: Counter[str] = Counter()

    def hear(_function: str, line: str) -> None:
        if '"CloudWatchMetrics"' in line:
            counts.update(name for name, value in json.loads(line).items() if value == [1.0])

    with (
        tempfile.TemporaryDirectory() as folder,
        Outside.served(Feeds({"crm": changes})) as outside,
        LocalStack(synthesize_once(Path(folder)), log=hear) as stack,
    ):
        point_functions_at(outside.url, stack.client)
        outage = Outage(after=number // 300, times=5)
        outside.outages.begin("feeds/crm", outage, outage)
        calls = {name: stack.faults.record(name) for name in ("sync", "sync-changes")}
        took, job = _pull(stack, lambda: counts["Handled"] >= number)
        copy = copy_of(stack)

    _must_equal(copy, changes)
    if (counts["ChangeApplied"], counts["VersionsSkipped"], counts["CircuitClosed"]) != (number, 0, 2):
        raise AssertionError(f"an order was not held: {dict(counts)}")
    print(f"{number:,} changes in {job['result']['pages']} pages, {job['attempt']} attempts")
    print(f"circuit opened {counts['CircuitOpened']} times, closed {counts['CircuitClosed']}")
    print(
        f"applied {counts['ChangeApplied']:,}, none skipped, none late, {counts['ChangeIgnored']:,} repeated"
    )
    print(f"{took:.1f} s on this machine, {number / took:,.0f} changes/s, one at a time")
    for name, made in calls.items():
        each = Counter(f"{call.service}:{call.operation}" for call in made)
        print(f"calls of {name}: " + ", ".join(f"{call} {times:,}" for call, times in sorted(each.items())))
    deleted = sum(record is None for _, record in copy.values())
    print(f"the copy equals the source: {len(copy)} records, {deleted} of them deleted")


def _pull(stack: LocalStack, applied: Callable[[], bool]) -> tuple[float, Any]:
    """Do the job until all is applied; return the seconds it took, and the job."""
    began = time.perf_counter()
    http = stack.http(ALICE)
    job = http.post("/jobs/sync", json={"source": "crm"}).json()
    stack.run_until(applied, within=PATIENCE)
    return time.perf_counter() - began, http.get(job["href"]).json()


def _must_equal(copy: Copy, changes: Iterable[Change]) -> None:
    source = {str(one["key"]): (int(str(one["version"])), one.get("record")) for one in changes}
    if copy != source:
        raise AssertionError(f"{sum(copy.get(key) != source[key] for key in source)} records differ")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES)
