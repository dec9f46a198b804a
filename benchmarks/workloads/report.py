"""How long a report takes, and how much memory, as the sales it counts grow in number.

    python -m benchmarks.workloads.report

Each report is made in a fresh interpreter, by the worker's own code from the ledger's pages to the stored
files. The pages are made here, as DynamoDB would send them, and their making is not counted; what DynamoDB
and S3 take comes on top: a page of 500 sales is about 5 ms of waiting.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any, cast

from functions.offload.job import JobRef
from functions.report.ledger import PAGE, Ledger
from functions.report.making import make_report
from functions.report.milestones import Milestones
from functions.report.objects import JobObjects
from functions.report.period import Period

SIZES = (1_000, 10_000, 100_000, 1_000_000)
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
PRODUCTS = 1_000


class Pages:
    """Stands for DynamoDB: answers a query with so many sales of two lines each, spread over the year."""

    def __init__(self, sales: int) -> None:
        self.sales = sales
        self.seconds = 0.0

    def get_paginator(self, _operation: str) -> "Pages":
        """Return what pages through a query."""
        return self

    def paginate(self, **_query: object) -> Iterator[dict[str, list[dict[str, Any]]]]:
        """Yield the pages, and keep the time their making takes."""
        for start in range(0, self.sales, PAGE):
            began = time.process_time()
            page = {"Items": [self._item(number) for number in range(start, min(start + PAGE, self.sales))]}
            self.seconds += time.process_time() - began
            yield page

    def _item(self, number: int) -> dict[str, Any]:
        at = datetime.combine(YEAR.first, datetime.min.time()) + timedelta(days=366) * number / self.sales
        lines = [
            {"L": [{"S": f"SKU-{product:05}"}, {"S": f"Product no. {product}"}, {"N": "2"}, {"N": "2598"}]}
            for product in (number % PRODUCTS, number * 7 % PRODUCTS)
        ]
        return {
            "key": {"S": f"sale/shop/{number}"},
            "owner": {"S": "AIDAEXAMPLE"},
            "shard": {"S": str(number % 8)},
            "at": {"S": at.isoformat(timespec="milliseconds") + "Z"},
            "revision": {"N": "1"},
            "status": {"S": "refunded" if number % 29 == 0 else "completed"},
            "currency": {"S": "EUR"},
            "lines": {"L": lines},
            "expires_at": {"N": "1900000000"},
        }


@dataclass
class Weighed:
    """Stands for S3: reads what it is given, and keeps nothing."""

    stored: int = 0

    def put_object(self, *, Body: IO[bytes], **_rest: object) -> None:  # noqa: N803 - S3's names
        """Read the object in parts, as the SDK does."""
        while part := Body.read(1 << 16):
            self.stored += len(part)


def measure(sales: int) -> dict[str, float]:
    """Make one report in this process, and return its figures."""
    pages, bucket = Pages(sales), Weighed()
    began = time.process_time()
    made = make_report(
        Ledger(cast("Any", pages), "ledger").sales_of("AIDAEXAMPLE", YEAR),
        JobObjects(cast("Any", bucket), "payloads", JobRef("AIDAEXAMPLE", "report.1", "report", 1)),
        Milestones(lambda _fraction: None),
        title="Sales report",
        period=YEAR,
        currency="EUR",
        made_at=datetime(2025, 1, 1, 3, tzinfo=UTC),
    )
    assert made.sales + (sales + 28) // 29 == sales
    return {
        "seconds": time.process_time() - began - pages.seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": made.rows,
        "csv_mb": made.csv.bytes / 1e6,
        "pages": made.pages,
    }


def run() -> None:
    """Make a report of each size, and print a line for it."""
    print(f"{'sales':>10} {'CPU s':>8} {'peak MB':>8} {'CSV rows':>10} {'CSV MB':>8} {'PDF pages':>10}")
    for sales in SIZES:
        command = [sys.executable, "-m", "benchmarks.workloads.report", str(sales)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures = json.loads(done.stdout)
        print(
            f"{sales:10,} {figures['seconds']:8.1f} {figures['peak_mb']:8.0f} {figures['rows']:10,.0f}"
            f" {figures['csv_mb']:8.1f} {figures['pages']:10.0f}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        run()
