"""moto takes event source mappings that Lambda refuses.

moto 5.2.5, `awslambda/models.py: EventSourceMapping`, checks the largest batch alone, and that with an error
no client can read. Can go when moto checks what Lambda's documentation says.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError

from local.moto_fixes.awslambda.filter_pattern import FilterPattern, InvalidPattern

#: The largest batch of a mapping without a window, and of any FIFO queue's.
LARGEST_PLAIN_BATCH: Final = 10
MOST_FILTERS: Final = 5

#: Least and most, by the parameter's place in the request.
_RANGES: Final = {
    ("BatchSize",): (1, 10_000),
    ("MaximumBatchingWindowInSeconds",): (0, 300),
    ("ScalingConfig", "MaximumConcurrency"): (2, 1_000),
}

#: What belongs to streams and brokers, not to queues.
_NOT_FOR_QUEUES: Final = (
    "StartingPosition",
    "StartingPositionTimestamp",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "ParallelizationFactor",
    "TumblingWindowInSeconds",
    "DestinationConfig",
)


class OutOfRange(LambdaClientError):
    """A number is outside what the API's model allows."""

    def __init__(self, path: tuple[str, ...], value: int, relation: str, limit: int) -> None:
        place = ".".join(name[0].lower() + name[1:] for name in path)
        super().__init__(
            "ValidationException",
            f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: "
            f"Member must have value {relation} than or equal to {limit}",
        )


@dataclass(frozen=True)
class Source:
    """What of a queue bears on its mappings.

    Attributes:
        fifo: whether it is FIFO.
        visibility_timeout: in seconds.
    """

    fifo: bool
    visibility_timeout: int


def check_numbers(settings: Mapping[str, Any]) -> None:
    """Raise Lambda's error for a number no mapping may have."""
    for path, value in _numbers(settings):
        least, most = _RANGES[path]
        if value < least:
            raise OutOfRange(path, value, "greater", least)
        if value > most:
            raise OutOfRange(path, value, "less", most)


def check_filters(settings: Mapping[str, Any]) -> None:
    """Raise Lambda's error for filters it refuses."""
    filters = (settings.get("FilterCriteria") or {}).get("Filters") or []
    if len(filters) > MOST_FILTERS:
        raise InvalidParameterValueException(
            f"The maximum number of filters allowed per event source mapping is {MOST_FILTERS}."
        )
    for filter_ in filters:
        try:
            FilterPattern.read(filter_.get("Pattern", ""))
        except InvalidPattern as error:
            raise InvalidParameterValueException("Invalid filter pattern definition.") from error


def check_queue(settings: Mapping[str, Any], source: Source, *, function_timeout: int) -> None:
    """Raise Lambda's error for a mapping that a queue may not have, or not with this function."""
    for name in _NOT_FOR_QUEUES:
        if settings.get(name) is not None:
            raise InvalidParameterValueException(
                f"Unsupported {name} parameter for given event source mapping type."
            )
    if settings.get("ProvisionedPollerConfig"):
        raise InvalidParameterValueException("ProvisionedPollerConfig: pollers cannot be provisioned here.")
    batch_size = settings.get("BatchSize") or LARGEST_PLAIN_BATCH
    window = settings.get("MaximumBatchingWindowInSeconds") or 0
    if source.fifo and window:
        raise InvalidParameterValueException("Batching window is not supported for FIFO queues")
    if source.fifo and batch_size > LARGEST_PLAIN_BATCH:
        raise InvalidParameterValueException(
            f"Batch size for FIFO queues must be between 1 and {LARGEST_PLAIN_BATCH}."
        )
    if batch_size > LARGEST_PLAIN_BATCH and not window:
        raise InvalidParameterValueException(
            "Maximum batch window in seconds must be greater than 0 "
            f"if maximum batch size is greater than {LARGEST_PLAIN_BATCH}"
        )
    if source.visibility_timeout < function_timeout:
        raise InvalidParameterValueException(
            f"Queue visibility timeout: {source.visibility_timeout} seconds "
            f"is less than Function timeout: {function_timeout} seconds"
        )


def _numbers(settings: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], int]]:
    for path in _RANGES:
        value: Any = settings
        for name in path:
            value = (value or {}).get(name)
        if value is not None:
            yield path, value
