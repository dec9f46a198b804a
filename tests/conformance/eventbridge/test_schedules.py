"""When schedules are due: those of rules, and those of EventBridge Scheduler."""

import datetime as dt
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conformance.aws import Aws, Queue
from tests.conformance.behaviour import behaviour
from tests.conformance.eventbridge.buses import first, queue_for, take

RULES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html"
TYPES = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"
#: Schedules are due to the minute, not to the second.
PRECISION = 60


def schedule(aws: Aws, expression: str, queue: Queue, **settings: Any) -> str:
    """Make a schedule that sends its time to a queue; return its name."""
    name, scheduler = aws.unique("schedule"), aws.client("scheduler")
    scheduler.create_schedule(
        Name=name,
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": queue.arn,
            "RoleArn": aws.role(service="scheduler"),
            "Input": "<aws.scheduler.scheduled-time>",
        },
        **settings,
    )
    return name


def made_at(aws: Aws, queue: Queue) -> dt.datetime:
    """Return when a queue was made, by the endpoint's own clock."""
    answer = aws.client("sqs").get_queue_attributes(QueueUrl=queue.url, AttributeNames=["CreatedTimestamp"])
    return dt.datetime.fromtimestamp(float(answer["Attributes"]["CreatedTimestamp"]), dt.UTC)


@behaviour(
    RULES,
    "A rate expression starts when you create the scheduled event rule, and then it runs on a defined "
    "schedule.",
)
def test_a_rule_with_a_rate_is_due_each_time_it_has_passed(aws: Aws) -> None:
    queue, name, events = queue_for(aws), aws.unique("rule"), aws.client("events")
    events.put_rule(Name=name, ScheduleExpression="rate(1 minute)")
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue.arn}])
    event = json.loads(first(aws, queue, within=3 * 60))
    assert (event["detail-type"], event["source"]) == ("Scheduled Event", "aws.events")
    assert event["resources"] == [f"arn:aws:events:{aws.region}:{aws.account}:rule/{name}"]


@behaviour(
    RULES,
    "Cron expressions have six required fields, which are separated by white space. Rate expressions: "
    "if the value is equal to 1, then the unit must be singular.",
)
def test_what_is_no_schedule_is_refused(aws: Aws) -> None:
    for expression in (
        "rate(1 minutes)",
        "cron(0 12 * * *)",
        "cron(61 12 * * ? *)",
        "at(2030-01-01T00:00:00)",
    ):
        with pytest.raises(ClientError, match="ValidationException"):
            aws.client("events").put_rule(Name=aws.unique("rule"), ScheduleExpression=expression)


@behaviour(
    "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html",
    "You can only create scheduled rules using the default event bus.",
)
def test_only_the_default_bus_has_schedules(aws: Aws) -> None:
    bus, events = aws.unique("bus"), aws.client("events")
    events.create_event_bus(Name=bus)
    with pytest.raises(ClientError, match="ValidationException"):
        events.put_rule(Name=aws.unique("rule"), EventBusName=bus, ScheduleExpression="rate(1 minute)")


@behaviour(
    TYPES,
    "If you do not provide a StartDate for a rate-based schedule, your schedule starts invoking the "
    "target immediately.",
)
def test_a_rate_without_a_start_begins_at_once(aws: Aws) -> None:
    queue = queue_for(aws, "scheduler")
    schedule(aws, "rate(1 hour)", queue)
    assert first(aws, queue, within=2 * PRECISION)


@behaviour(
    TYPES, "A one-time schedule will invoke a target only once, at the date and time that you specify."
)
def test_a_one_time_schedule_is_due_once(aws: Aws) -> None:
    queue = queue_for(aws, "scheduler")
    due = made_at(aws, queue) + dt.timedelta(minutes=5)
    schedule(aws, f"at({due:%Y-%m-%dT%H:%M:%S})", queue)
    aws.wait(4 * 60)
    assert take(aws, queue) == []
    assert first(aws, queue, within=3 * 60) == f"{due:%Y-%m-%dT%H:%M:%SZ}"
    aws.wait(10 * 60)
    assert take(aws, queue) == []


@behaviour(
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-delete.html",
    "When you configure automatic deletion for a schedule, EventBridge Scheduler deletes the schedule "
    "after its last target invocation. For one-time schedules, this occurs after the schedule has "
    "invoked its target once.",
)
def test_a_schedule_that_is_over_is_deleted_if_it_says_so(aws: Aws) -> None:
    queue = queue_for(aws, "scheduler")
    due = made_at(aws, queue) + dt.timedelta(minutes=2)
    name = schedule(aws, f"at({due:%Y-%m-%dT%H:%M:%S})", queue, ActionAfterCompletion="DELETE")

    def is_gone() -> bool:
        return not aws.client("scheduler").list_schedules(NamePrefix=name)["Schedules"]

    assert not is_gone()
    aws.eventually(is_gone, within=10 * 60)
    assert len(take(aws, queue)) == 1


@behaviour(
    TYPES + "#daylist-savings-time",
    "When time shifts forward in Spring, if a cron expression falls on a non-existent date and time, your "
    "schedule invocation is skipped.",
)
def test_an_hour_that_the_clocks_skip_has_no_schedule(aws: Aws) -> None:
    """The clocks of Berlin skip 02:00 to 03:00 on the last Sunday of March."""
    queue = queue_for(aws, "scheduler", MessageRetentionPeriod=1_209_600)
    begun = made_at(aws, queue)
    schedule(aws, "cron(30 2 ? 3 SUNL *)", queue, ScheduleExpressionTimezone="Europe/Berlin")
    schedule(aws, "cron(30 3 ? 3 SUNL *)", queue, ScheduleExpressionTimezone="Europe/Berlin")
    following = next(
        spring for year in (begun.year, begun.year + 1) if (spring := _last_sunday_of_march(year)) > begun
    )
    aws.wait((following + dt.timedelta(days=1) - begun).total_seconds())
    assert [message["Body"] for message in take(aws, queue)] == [f"{following:%Y-%m-%d}T01:30:00Z"]


def _last_sunday_of_march(year: int) -> dt.datetime:
    end = dt.datetime(year, 3, 31, tzinfo=dt.UTC)
    return end - dt.timedelta(days=end.isoweekday() % 7)
