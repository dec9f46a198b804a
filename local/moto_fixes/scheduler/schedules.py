"""moto takes any schedule, and forgets half of an update.

moto 5.2.5, `scheduler/models.py: EventBridgeSchedulerBackend`: expressions, time zones and targets are not
looked at, a group that does not exist raises KeyError; UpdateSchedule leaves ActionAfterCompletion as it was,
and a schedule without a state. What the local runtime does not do is refused here as well: flexible time
windows, universal targets. Can go when moto validates schedules.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html

Shown by test_a_schedule_can_be_changed_disabled_and_deleted
in tests/flow/local/test_engine_scheduler.py.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from moto.scheduler.exceptions import ValidationException
from moto.scheduler.models import EventBridgeSchedulerBackend, Schedule
from moto.scheduler.responses import EventBridgeSchedulerResponse

from local.moto_fixes.events.schedule_expression import parse_once, parse_schedule
from local.moto_fixes.events.target_kinds import TargetKind, target_kind
from local.moto_fixes.mend import replace

#: What a target may say. The rest is for kinds of targets that nothing is brought to here.
PROPERTIES: Final = frozenset(
    (
        *("Arn", "RoleArn", "Input", "DeadLetterConfig", "RetryPolicy"),
        *("EventBridgeParameters", "KinesisParameters", "SqsParameters"),
    )
)
#: What a kind of target needs.
_NEEDS: Final = {
    TargetKind.EVENT_BUS: "EventBridgeParameters",
    TargetKind.STREAM: "KinesisParameters",
}
_DEFAULT_RETRIES: Final = {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}

_moto_create = EventBridgeSchedulerBackend.create_schedule
_moto_update = EventBridgeSchedulerBackend.update_schedule
_moto_update_response = EventBridgeSchedulerResponse.update_schedule


def install() -> None:
    """Mend moto."""
    replace(EventBridgeSchedulerBackend, "create_schedule", _create)
    replace(EventBridgeSchedulerBackend, "update_schedule", _update)
    replace(EventBridgeSchedulerResponse, "update_schedule", _update_response)


def _create(backend: EventBridgeSchedulerBackend, **settings: Any) -> Schedule:
    backend.get_schedule_group(settings["group_name"])
    return _moto_create(backend, **_checked(settings))


def _update(backend: EventBridgeSchedulerBackend, **settings: Any) -> Schedule:
    return _moto_update(backend, **_checked({**settings, "state": settings["state"] or "ENABLED"}))


def _update_response(response: EventBridgeSchedulerResponse) -> str:
    answer = _moto_update_response(response)
    name = response.uri.split("?")[0].split("/")[-1]
    schedule = response.scheduler_backend.get_schedule(response._get_param("GroupName"), name)
    schedule.action_after_completion = response._get_param("ActionAfterCompletion")
    return answer


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a schedule with their defaults. Raises ValidationException."""
    for flaw in (*_flaws(settings), *_flaws_of_target(settings["target"])):
        raise ValidationException(message=flaw)
    retry = {**_DEFAULT_RETRIES, **(settings["target"].get("RetryPolicy") or {})}
    return {**settings, "target": {**settings["target"], "RetryPolicy": retry}}


def _flaws(settings: Mapping[str, Any]) -> Iterator[str]:
    expression, zone = settings["schedule_expression"], settings["schedule_expression_timezone"] or "UTC"
    try:
        if parse_once(expression, ZoneInfo(zone)) is None:
            parse_schedule(expression, ZoneInfo(zone))
    except (ValueError, KeyError, OSError) as error:
        yield f"Invalid Schedule Expression {expression} in {zone}: {error}"
    if settings["flexible_time_window"].get("Mode") != "OFF":
        yield "FlexibleTimeWindow: the local runtime has no mode but OFF."
    start, end = settings.get("start_date"), settings.get("end_date")
    if start and end and float(end) <= float(start):
        yield "The EndDate you specify must come after the StartDate."


def _flaws_of_target(target: Mapping[str, Any]) -> Iterator[str]:
    arn = target["Arn"]
    kind = target_kind(arn)
    if kind is None or kind is TargetKind.LOG_GROUP:
        yield f"The local runtime has no target {arn}: no universal ones, and not all templated ones."
    for name in sorted(set(target) - PROPERTIES):
        yield f"Target.{name} is not supported by the local runtime."
    if kind in _NEEDS and not target.get(_NEEDS[kind]):
        yield f"{_NEEDS[kind]} must be specified for the target {arn}."
    if arn.endswith(".fifo") and not (target.get("SqsParameters") or {}).get("MessageGroupId"):
        yield f"A MessageGroupId must be specified for the target {arn}."
    if "<aws.scheduler.attempt-number>" in (target.get("Input") or ""):
        yield "Target.Input: <aws.scheduler.attempt-number> is not supported by the local runtime."
    dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
    if dead_letters is not None and (
        target_kind(dead_letters) is not TargetKind.QUEUE or dead_letters.endswith(".fifo")
    ):
        yield f"A dead-letter queue is a standard SQS queue, not {dead_letters}."
