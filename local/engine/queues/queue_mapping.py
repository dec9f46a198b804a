"""A mapping from a queue to a function, as Lambda's API words it and as its poller reads it.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.engine.filter_criteria import FilterCriteria

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


@dataclass(frozen=True)
class QueueMapping:
    """A mapping from a queue to a function.

    Attributes:
        queue: the queue's ARN.
        function: the function's ARN.
        batch_size: messages an invocation is given at most.
        window: how long a batch may wait to fill up, in seconds.
        maximum_concurrency: invocations at a time at most; None for what Lambda scales to by itself.
        reports_failures: whether the function's answer says which messages failed.
        filters: which messages the function is given.
    """

    queue: str
    function: str
    batch_size: int
    window: float
    maximum_concurrency: int | None
    reports_failures: bool
    filters: FilterCriteria

    @classmethod
    def read(cls, configuration: "Configuration") -> "QueueMapping":
        """Read a mapping's configuration."""
        return cls(
            queue=configuration["EventSourceArn"],
            function=configuration["FunctionArn"],
            batch_size=configuration["BatchSize"],
            window=configuration.get("MaximumBatchingWindowInSeconds") or 0,
            maximum_concurrency=(configuration.get("ScalingConfig") or {}).get("MaximumConcurrency"),
            reports_failures="ReportBatchItemFailures" in (configuration.get("FunctionResponseTypes") or []),
            filters=FilterCriteria.read(configuration, data="body"),
        )

    @property
    def fifo(self) -> bool:
        """Whether the queue is FIFO."""
        return self.queue.endswith(".fifo")

    @property
    def function_name(self) -> str:
        """The function's physical name."""
        return self.function.split(":")[6]
