"""Structured logs and metrics of every function, by Powertools.

The service name and the namespace come from the environment. Tracing is the service-side active tracing of
Lambda: the X-Ray SDK would cost a third of a second at import.
"""

import time

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from functions.offload.job import Job, Status
from functions.offload.store.timestamps import instant

logger = Logger()


def count(name: str, occurrences: int = 1, /, **dimensions: str) -> None:
    """Write occurrences of the metric `name`, with the service and `dimensions` as its dimensions."""
    with single_metric(name=name, unit=MetricUnit.Count, value=occurrences) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(dimension, value)


def measure(name: str, seconds: float, **dimensions: str) -> None:
    """Write one duration, in seconds, of the metric `name`, with the service and `dimensions`."""
    with single_metric(name=name, unit=MetricUnit.Seconds, value=max(seconds, 0.0)) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(dimension, value)


def job_ended(job: Job) -> None:
    """Write the metrics of a job's end: JobEnded by type and status, AcceptedToEnded, JobFailed by reason.

    They have the job's type and no service: a worker, settle, the sweep or the owner may have ended it.
    """
    kind = job.ref.type
    _of_type(kind, "JobEnded", MetricUnit.Count, 1, status=job.status)
    _of_type(kind, "AcceptedToEnded", MetricUnit.Seconds, max(time.time() - instant(job.submitted_at), 0.0))
    if job.status is Status.FAILED and job.error is not None:
        _of_type(kind, "JobFailed", MetricUnit.Count, 1, reason=job.error.type)


def _of_type(kind: str, name: str, unit: MetricUnit, value: float, **dimensions: str) -> None:
    with single_metric(name=name, unit=unit, value=value) as metric:
        metric.service = ""  # Powertools would make it a dimension
        for dimension, text in {"type": kind, **dimensions}.items():
            metric.add_dimension(dimension, text)
