"""Structured logs and metrics of every function, by Powertools.

The service name and the namespace come from the environment. Tracing is the service-side active tracing of
Lambda: the X-Ray SDK would cost a third of a second at import.
"""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

logger = Logger()


def count(name: str, **dimensions: str) -> None:
    """Write one occurrence of the metric `name`, with the service and `dimensions` as its dimensions."""
    with single_metric(name=name, unit=MetricUnit.Count, value=1) as metric:
        for dimension, value in dimensions.items():
            metric.add_dimension(dimension, value)


def measure(name: str, seconds: float) -> None:
    """Write one duration, in seconds, of the metric `name`."""
    with single_metric(name=name, unit=MetricUnit.Seconds, value=max(seconds, 0.0)):
        pass
