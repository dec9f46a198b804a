"""moto takes any target of a rule, whatever it is and whatever it asks for.

moto 5.2.5, `events/models.py: EventsBackend.put_targets`: targets that EventBridge refuses are taken, and so
are those that nothing is brought to here, which shows only when an event is lost. Can go when moto validates
targets; what is out of reach here is then to be refused elsewhere.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html

Shown by test_a_target_that_cannot_be_served_is_refused_when_it_is_put
in tests/flow/local/test_engine_events.py.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from moto.core.exceptions import JsonRESTError
from moto.events.exceptions import ValidationException
from moto.events.models import EventsBackend

from local.moto_fixes.events.target_kinds import TargetKind, target_kind
from local.moto_fixes.mend import replace

#: What a target may say. The rest is for kinds of targets that events are not brought to here.
PROPERTIES: Final = frozenset(
    (
        *("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer"),
        *("KinesisParameters", "SqsParameters", "DeadLetterConfig", "RetryPolicy"),
    )
)
MOST_TARGETS: Final = 5
MOST_RETRIES: Final = 185
EVENT_AGE_SECONDS: Final = range(60, 86_401)
_NEED_A_ROLE: Final = (TargetKind.STATE_MACHINE, TargetKind.STREAM)

_moto_put_targets = EventsBackend.put_targets


def install() -> None:
    """Mend moto."""
    replace(EventsBackend, "put_targets", _put_targets)


def _put_targets(
    backend: EventsBackend, name: str, event_bus_arn: str | None, targets: Sequence[dict[str, Any]]
) -> None:
    for target in targets:
        for reason in _flaws(target):
            raise ValidationException(reason)
    rule = backend.describe_rule(name, event_bus_arn)
    if len({target["Id"] for target in (*rule.targets, *targets)}) > MOST_TARGETS:
        raise JsonRESTError("LimitExceededException", "The requested resource exceeds the maximum number.")
    _moto_put_targets(backend, name, event_bus_arn, list(targets))


def _flaws(target: Mapping[str, Any]) -> Iterator[str]:
    """Yield why a target is refused."""
    identity, arn = target["Id"], target["Arn"]
    kind = target_kind(arn)
    if kind is None:
        yield f"Parameter {arn} is not valid. Reason: The local runtime brings events to no such target."
    for name in sorted(set(target) - PROPERTIES):
        yield f"Parameter {name} is not supported by the local runtime for target: {identity}."
    if sum(name in target for name in ("Input", "InputPath", "InputTransformer")) > 1:
        yield f"Only one of Input, InputPath, or InputTransformer must be provided for target {identity}."
    if "Input" in target and not _is_json(target["Input"]):
        yield f"JSON syntax error in input for target {identity}."
    if kind in _NEED_A_ROLE and not target.get("RoleArn"):
        yield f"Parameter(s) RoleArn must be specified for target: {identity}."
    if kind is TargetKind.EVENT_BUS and any(name in target for name in ("Input", "InputTransformer")):
        yield f"Input and InputTransformer are not supported for event bus targets: {identity}."
    retry = target.get("RetryPolicy") or {}
    if not 0 <= retry.get("MaximumRetryAttempts", 0) <= MOST_RETRIES:
        yield f"MaximumRetryAttempts must be between 0 and {MOST_RETRIES} for target {identity}."
    if retry.get("MaximumEventAgeInSeconds", EVENT_AGE_SECONDS[0]) not in EVENT_AGE_SECONDS:
        yield f"MaximumEventAgeInSeconds must be between 60 and 86400 for target {identity}."
    dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
    if dead_letters is not None and not _is_standard_queue(dead_letters):
        yield f"Parameter {dead_letters} is not valid. Reason: A dead-letter queue is a standard SQS queue."


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _is_standard_queue(arn: str) -> bool:
    return target_kind(arn) is TargetKind.QUEUE and not arn.endswith(".fifo")
