"""A mapping from a queue to a function, as Lambda's API words it and as its poller reads it.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.mappings import UnsupportedMapping

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration

#: Invocations at a time for a mapping that sets no maximum: Lambda begins with so many pollers.
#: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
DEFAULT_CONCURRENCY = 5


@dataclass(frozen=True)
class QueueMapping:
    """A mapping from a queue to a function.

    Attributes:
        queue: the queue's ARN.
        function: the function's ARN.
        batch_size: messages an invocation is given at most.
        window: how long a batch may wait to fill up, in seconds.
        concurrency: invocations at a time at most.
        reports_failures: whether the function's answer says which messages failed.
    """

    queue: str
    function: str
    batch_size: int
    window: float
    concurrency: int
    reports_failures: bool

    @classmethod
    def read(cls, configuration: "Configuration") -> "QueueMapping":
        """Read a mapping's configuration. Raises UnsupportedMapping."""
        if configuration.get("FilterCriteria"):
            raise UnsupportedMapping(f"mapping {configuration['UUID']}: FilterCriteria are not applied")
        scaling = configuration.get("ScalingConfig") or {}
        return cls(
            queue=configuration["EventSourceArn"],
            function=configuration["FunctionArn"],
            batch_size=configuration["BatchSize"],
            window=configuration.get("MaximumBatchingWindowInSeconds") or 0,
            concurrency=scaling.get("MaximumConcurrency", DEFAULT_CONCURRENCY),
            reports_failures="ReportBatchItemFailures" in (configuration.get("FunctionResponseTypes") or []),
        )
