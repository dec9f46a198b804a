"""A mapping from a stream to a function, as Lambda's API words it and as its poller reads it.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from local.hub import FOREVER

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import EventSourceMappingConfigurationTypeDef as Configuration


@dataclass(frozen=True)
class StreamMapping:
    """A mapping from a stream to a function.

    Attributes:
        uuid: names the mapping.
        stream: the stream's ARN.
        function: the function's ARN.
        batch_size: records an invocation is given at most.
        window: how long a batch may wait to fill up, in seconds.
        lanes: invocations at a time for one shard.
        bisects: whether a failed batch is halved before it is tried again.
        retries: of a failed batch at most; infinity for no limit.
        age: of a record, in seconds, beyond which it is discarded; infinity for no limit.
        reports_failures: whether the function's answer says which record failed first.
        discard_to: the ARN of the queue, topic or bucket that hears of discarded batches; None for none.
    """

    uuid: str
    stream: str
    function: str
    batch_size: int
    window: float
    lanes: int
    bisects: bool
    retries: float
    age: float
    reports_failures: bool
    discard_to: str | None

    @classmethod
    def read(cls, configuration: "Configuration") -> "StreamMapping":
        """Read a mapping's configuration."""
        destinations = configuration.get("DestinationConfig") or {}
        return cls(
            uuid=configuration["UUID"],
            stream=configuration["EventSourceArn"],
            function=configuration["FunctionArn"],
            batch_size=configuration["BatchSize"],
            window=configuration.get("MaximumBatchingWindowInSeconds") or 0,
            lanes=configuration.get("ParallelizationFactor") or 1,
            bisects=bool(configuration.get("BisectBatchOnFunctionError")),
            retries=_limit(configuration.get("MaximumRetryAttempts")),
            age=_limit(configuration.get("MaximumRecordAgeInSeconds")),
            reports_failures="ReportBatchItemFailures" in (configuration.get("FunctionResponseTypes") or []),
            discard_to=(destinations.get("OnFailure") or {}).get("Destination"),
        )


def _limit(number: int | None) -> float:
    return FOREVER if number is None or number == -1 else number
