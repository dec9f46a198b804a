"""moto takes mappings of streams that Lambda refuses, and does not tell where one begins.

moto 5.2.5, `awslambda/models.py: EventSourceMapping`: a stream's mapping needs no starting position, one of
a table's stream may begin at an instant, no number has a limit, any destination will do;
`get_configuration` leaves the instant out. What the local runtime does not do is refused here as well. Can go
when moto checks what Lambda's documentation says.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html

Shown by test_a_mapping_says_where_it_begins
in tests/conformance/streams/test_order.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import EventSourceMapping

from local.moto_fixes.mend import replace

#: Least and most; what else is allowed stands beside them.
RANGES: Final[Mapping[str, tuple[int, int, tuple[int, ...]]]] = {
    "BatchSize": (1, 10_000, ()),
    "MaximumBatchingWindowInSeconds": (0, 300, ()),
    "MaximumRecordAgeInSeconds": (60, 604_800, (-1,)),
    "MaximumRetryAttempts": (0, 10_000, (-1,)),
    "ParallelizationFactor": (1, 10, ()),
}
POSITIONS: Final = {
    "dynamodb": ("TRIM_HORIZON", "LATEST"),
    "kinesis": ("TRIM_HORIZON", "LATEST", "AT_TIMESTAMP"),
}

_moto_configuration = EventSourceMapping.get_configuration


def install() -> None:
    """Mend moto."""
    replace(EventSourceMapping, "get_configuration", _get_configuration)


def check_stream(settings: Mapping[str, Any]) -> None:
    """Raise Lambda's error for a mapping that a stream may not have; queues have limits of their own."""
    service = settings["EventSourceArn"].split(":")[2]
    if service in POSITIONS:
        for flaw in _flaws(service, settings):
            raise InvalidParameterValueException(flaw)


def _flaws(service: str, spec: Mapping[str, Any]) -> Iterator[str]:
    position = spec.get("StartingPosition")
    if position is None:
        yield (
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
            "Member must not be null."
        )
    if position not in POSITIONS[service]:
        yield f"Unsupported starting position for arn type: {spec['EventSourceArn']}"
    if (position == "AT_TIMESTAMP") != (spec.get("StartingPositionTimestamp") is not None):
        yield "StartingPositionTimestamp is given with the starting position AT_TIMESTAMP, and only then."
    for name, (least, most, others) in RANGES.items():
        value = spec.get(name)
        if value is not None and not least <= value <= most and value not in others:
            yield f"{name} must be between {least} and {most}, not {value}."
    if spec.get("ScalingConfig"):
        yield "Unsupported ScalingConfig parameter for given event source mapping type."
    if spec.get("ProvisionedPollerConfig"):
        yield "Unsupported ProvisionedPollerConfig parameter for given event source mapping type."
    if spec.get("TumblingWindowInSeconds"):
        yield "TumblingWindowInSeconds is not supported by the local runtime."
    destination = ((spec.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    if destination is not None and not _is_destination(destination):
        yield f"The provided destination {destination} is not a standard queue or topic, nor a bucket."


def _is_destination(arn: str) -> bool:
    parts = arn.split(":")
    return len(parts) >= 6 and parts[2] in ("sqs", "sns", "s3") and not arn.endswith(".fifo")


def _get_configuration(mapping: EventSourceMapping) -> dict[str, Any]:
    configuration: dict[str, Any] = _moto_configuration(mapping)
    if mapping.starting_position_timestamp is not None:
        configuration["StartingPositionTimestamp"] = mapping.starting_position_timestamp
    return configuration
