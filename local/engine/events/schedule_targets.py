"""Makes parcels of what schedules have for their targets.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
"""

import json
from typing import TYPE_CHECKING, cast

from moto.moto_api._internal import mock_random
from moto.scheduler.models import Schedule

from local.engine.events.delivery import Delivery
from local.engine.events.parcel import DeadLetter, Parcel, RetryPolicy
from local.moto_fixes.events.publishing import new_event, timestamp

if TYPE_CHECKING:
    from mypy_boto3_scheduler.type_defs import TargetTypeDef


class ScheduleTargets:
    """Sends schedules' inputs on their way.

    Args:
        delivery: brings parcels.
    """

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def invoke(self, schedule: Schedule, due: float) -> None:
        """Send a schedule's input on its way; it does not wait.

        Args:
            schedule: moto's.
            due: the instant it fell due, in seconds since the epoch.
        """
        target = cast("TargetTypeDef", schedule.target)
        execution = mock_random.get_random_hex(16)
        told = _input(schedule, target, due, execution)
        retry, dead_letters = target.get("RetryPolicy", {}), target.get("DeadLetterConfig", {}).get("Arn")
        attributes = {
            "EXECUTION_ID": execution,
            "IS_PAYLOAD_TRUNCATED": "false",
            "SCHEDULE_ARN": schedule.arn,
            "SCHEDULED_TIME": timestamp(due),
            "TARGET_ARN": target["Arn"],
        }
        self._delivery.start(
            Parcel(
                target=target["Arn"],
                input=told,
                sent=due,
                principal="scheduler.amazonaws.com",
                source=_group(schedule),
                sender=schedule.arn,
                role=target["RoleArn"],
                event=_event(schedule, target, told),
                message_group=target.get("SqsParameters", {}).get("MessageGroupId"),
                partition_key=target.get("KinesisParameters", {}).get("PartitionKey"),
                retry=RetryPolicy(
                    attempts=retry.get("MaximumRetryAttempts", RetryPolicy.attempts),
                    age=retry.get("MaximumEventAgeInSeconds", RetryPolicy.age),
                ),
                dead_letter=DeadLetter(dead_letters, told, attributes, quotes=True) if dead_letters else None,
            )
        )


def _input(schedule: Schedule, target: "TargetTypeDef", due: float, execution: str) -> str:
    """Return what the target receives: its input, with the keywords in it replaced, or an event."""
    if "Input" not in target:
        account, region = _place(schedule)
        event = new_event(
            account=account,
            region=region,
            source="aws.scheduler",
            detail_type="Scheduled Event",
            detail="{}",
            time=timestamp(due),
            resources=[schedule.arn],
        )
        return json.dumps(event)
    values = {
        "schedule-arn": schedule.arn,
        "scheduled-time": timestamp(due),
        "execution-id": execution,
    }
    told = target["Input"]
    for name, value in values.items():
        told = told.replace(f"<aws.scheduler.{name}>", value)
    return told


def _event(schedule: Schedule, target: "TargetTypeDef", told: str) -> dict[str, object] | None:
    """Return the event for an event bus, None for another target."""
    parameters = target.get("EventBridgeParameters")
    if parameters is None:
        return None
    account, region = _place(schedule)
    return dict(
        new_event(
            account=account,
            region=region,
            source=parameters["Source"],
            detail_type=parameters["DetailType"],
            detail=json.loads(told),
        )
    )


def _group(schedule: Schedule) -> str:
    """Return the ARN of a schedule's group, in whose name its target's role is taken on.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    account, region = _place(schedule)
    return f"arn:aws:scheduler:{region}:{account}:schedule-group/{schedule.group_name}"


def _place(schedule: Schedule) -> tuple[str, str]:
    region, account = schedule.arn.split(":")[3:5]
    return account, region
