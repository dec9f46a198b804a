"""A fork with one ordered job type: bookings of an account, which must not overtake each other.

The catalog of the kit has no ordered type, so the tests of order bring their own, added as the README says:
a folder with contract and handler, and an entry of the catalog.
"""

import datetime as dt
import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass

ATTEMPTS = 2

#: Of the worker, in seconds.
TIMEOUT = 20

#: How long a message stays in flight that nobody returns, in seconds.
IN_FLIGHT = 6 * TIMEOUT

FORK = {
    "infra/catalog.py": f"""
from functions.booking.contract import Booking
from infra.grants.write_results import WriteResults
from infra.workload.job_types import WorkerType
from infra.workload.workload import Workload

CATALOG = (
    Workload(
        name="booking",
        parts=(
            WorkerType(
                name="booking",
                contract=Booking,
                attempts={ATTEMPTS},
                timeout_seconds={TIMEOUT},
                batch_size=1,
                ordered_by="account",
                grants=(WriteResults(),),
            ),
        ),
    ),
)
""",
    "functions/booking/__init__.py": "",
    "functions/booking/contract.py": """
from pydantic import BaseModel, ConfigDict


class Booking(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    account: str
    seconds: int = 0
    poison: bool = False
""",
    "functions/booking/handler.py": """
import os
import time

from functions.booking.contract import Booking
from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.telemetry import logger
from functions.offload.worker import worker


def book(job: Job, booking: Booking) -> dict[str, object]:
    ref = job.ref
    key = f"results/{ref.owner}/{ref.id}/{ref.run}/receipt"
    logger.info("booking begins")
    try:
        time.sleep(booking.seconds)
        if booking.poison:
            raise RuntimeError("this account cannot be booked")
        client("s3").put_object(Bucket=os.environ["PAYLOAD_BUCKET"], Key=key, Body=b"booked")
    finally:
        logger.info("booking ends")
    return {"receipt": {"key": key}}


handle = worker(Booking, book)
""",
}


@dataclass(frozen=True)
class Work:
    """One attempt at a booking: whose job, and from when to when, in seconds; None where it died."""

    job: str
    begun: float
    ended: float | None


def work_on(jobs: Iterable[str], log: Iterable[tuple[str, str]]) -> list[Work]:
    """Return the attempts at `jobs` in the order in which they began, as the handler's own log has them."""
    found: list[Work] = []
    for function, line in log:
        if function != "offload-dev-booking" or not line.startswith("{"):
            continue
        entry = json.loads(line)
        job = entry.get("job", "").partition("/")[2]
        if job not in jobs or not entry["message"].startswith("booking "):
            continue
        at = dt.datetime.strptime(entry["timestamp"], "%Y-%m-%d %H:%M:%S,%f%z").timestamp()
        if entry["message"] == "booking begins":
            found.append(Work(job, at, None))
        else:
            mine = max(number for number, work in enumerate(found) if work.job == job)
            found[mine] = Work(job, found[mine].begun, at)
    return found


def order_of(work: Iterable[Work]) -> list[str]:
    """Return the jobs in the order in which they were worked on, each as often as it had the turn."""
    order: list[str] = []
    for one in work:
        if not order or order[-1] != one.job:
            order.append(one.job)
    return order


def one_at_a_time(work: list[Work]) -> bool:
    """Whether each attempt that came to its end did so before the next one began."""
    return all(
        earlier.ended is None or earlier.ended <= later.begun for earlier, later in itertools.pairwise(work)
    )
