"""The worker of job type `report`: an owner's own sales, or everybody's when a schedule asks."""

import functools
import os
from datetime import UTC, datetime
from typing import Final

from functions.offload.aws import client
from functions.offload.job import Job
from functions.offload.progress import progress
from functions.offload.telemetry import count
from functions.offload.worker import worker
from functions.report.contract import Report
from functions.report.ledger import Ledger
from functions.report.milestones import Milestones
from functions.report.objects import JobObjects
from functions.report.period import wanted_period
from functions.report.result import Reported

#: Who submits what the catalog's schedules submit. No caller of the API can be that owner.
SCHEDULE: Final = "service:schedule"

_bucket = os.environ["PAYLOAD_BUCKET"]
_ledger = Ledger(client("dynamodb"), os.environ["OWN_TABLE"])


def report(job: Job, wanted: Report) -> Reported:
    """Make the job's report."""
    # What draws the PDF is loaded by the first job, not by every start: many a message needs no work.
    from functions.report.making import make_report

    period = wanted_period(wanted, job.submitted_at)
    scheduled = job.ref.owner == SCHEDULE
    made = make_report(
        _ledger.all_sales(period) if scheduled else _ledger.sales_of(job.ref.owner, period),
        JobObjects(client("s3"), _bucket, job.ref),
        Milestones(functools.partial(progress, job)),
        title=wanted.title,
        period=period,
        currency=wanted.currency,
        made_at=datetime.now(UTC),
    )
    if scheduled:
        count("ScheduledReportMade")
    return made


handle = worker(Report, report)
