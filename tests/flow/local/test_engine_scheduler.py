"""EventBridge Scheduler invokes targets on the hub's clock.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

import datetime as dt
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.flow.local.handmade import ROLE, Handmade, HandmadeQueue

BERLIN = "Europe/Berlin"


@pytest.fixture
def queue(handmade: Handmade) -> HandmadeQueue:
    return handmade.queue("q")


def schedule(handmade: Handmade, arn: str, expression: str, **settings: Any) -> None:
    target = {"Arn": arn, "RoleArn": ROLE, "Input": "{}", **settings.pop("Target", {})}
    handmade.stack.client("scheduler").create_schedule(
        Name="s",
        ScheduleExpression=expression,
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={name: value for name, value in target.items() if value is not None},
        **settings,
    )


def sent_after(handmade: Handmade, queue: HandmadeQueue, *seconds: float) -> list[int]:
    """Return how many inputs arrived in each of the given spans of time."""
    counts = []
    for span in seconds:
        handmade.stack.advance(span)
        counts.append(len(queue.take()))
    return counts


def told_within(handmade: Handmade, queue: HandmadeQueue, days: int) -> list[str]:
    """Return the inputs that arrived on so many days; a message would not be kept over all of them."""
    told = []
    for _ in range(days):
        handmade.stack.advance(86_400)
        told += queue.take()
    return told


def test_a_rate_begins_at_once(handmade: Handmade, queue: HandmadeQueue) -> None:
    schedule(handmade, queue.arn, "rate(5 minutes)")
    assert sent_after(handmade, queue, 0, 299, 1, 600) == [1, 0, 1, 2]


def test_a_rate_begins_at_its_start_and_ends_at_its_end(handmade: Handmade, queue: HandmadeQueue) -> None:
    now = dt.datetime.fromtimestamp(handmade.stack.hub.now(), dt.UTC)
    schedule(
        handmade,
        queue.arn,
        "rate(1 hour)",
        StartDate=now + dt.timedelta(minutes=30),
        EndDate=now + dt.timedelta(minutes=150),
    )
    assert sent_after(handmade, queue, 1799, 1, 3600, 3600, 86_400) == [0, 1, 1, 1, 0]


def test_a_calendar_follows_its_time_zone_over_the_change_of_the_clocks(
    handmade: Handmade, queue: HandmadeQueue
) -> None:
    """The clocks of Berlin skip 02:00 to 03:00 on 31 March 2030, and repeat it on 27 October."""
    schedule(
        handmade,
        queue.arn,
        "cron(30 2 30-31 3 ? 2030)",
        ScheduleExpressionTimezone=BERLIN,
        Target={"Input": '"<aws.scheduler.scheduled-time>"'},
    )
    assert told_within(handmade, queue, 100) == ['"2030-03-30T01:30:00Z"']


def test_an_hour_that_the_clock_repeats_counts_once(handmade: Handmade, queue: HandmadeQueue) -> None:
    schedule(
        handmade,
        queue.arn,
        "cron(30 2 26-28 10 ? 2030)",
        ScheduleExpressionTimezone=BERLIN,
        Target={"Input": '"<aws.scheduler.scheduled-time>"'},
    )
    assert told_within(handmade, queue, 320) == [
        '"2030-10-26T00:30:00Z"',
        '"2030-10-27T00:30:00Z"',
        '"2030-10-28T01:30:00Z"',
    ]


def test_a_one_time_schedule_is_due_once_and_gone_if_it_says_so(
    handmade: Handmade, queue: HandmadeQueue
) -> None:
    scheduler = handmade.stack.client("scheduler")
    schedule(
        handmade,
        queue.arn,
        "at(2030-01-01T12:00:00)",
        ScheduleExpressionTimezone=BERLIN,
        ActionAfterCompletion="DELETE",
    )
    assert sent_after(handmade, queue, 11 * 3600 - 1) == [0]
    assert len(scheduler.list_schedules()["Schedules"]) == 1
    assert sent_after(handmade, queue, 1, 86_400) == [1, 0]
    assert scheduler.list_schedules()["Schedules"] == []


def test_a_schedule_can_be_changed_disabled_and_deleted(handmade: Handmade, queue: HandmadeQueue) -> None:
    scheduler = handmade.stack.client("scheduler")
    settings = {
        "Name": "s",
        "ScheduleExpression": "rate(1 minute)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": queue.arn, "RoleArn": ROLE, "Input": "{}"},
    }
    scheduler.create_schedule(**settings, State="DISABLED")
    assert sent_after(handmade, queue, 300) == [0]
    scheduler.update_schedule(**settings)
    assert sent_after(handmade, queue, 0, 60) == [1, 1]
    scheduler.delete_schedule(Name="s")
    assert sent_after(handmade, queue, 300) == [0]


def test_a_function_without_an_input_receives_a_scheduled_event(handmade: Handmade) -> None:
    arn = handmade.function("f", "import json\n\ndef handle(event, context):\n    print(json.dumps(event))\n")
    schedule(handmade, arn, "at(2030-01-01T00:01:00)", Target={"Input": None})
    handmade.stack.advance(60)
    [line] = handmade.printed("f")
    event = json.loads(line)
    assert event.pop("id")
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "123456789012",
        "time": "2030-01-01T00:01:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:scheduler:us-east-1:123456789012:schedule/default/s"],
        "detail": "{}",
    }


def test_an_event_bus_gets_an_event_of_the_schedules_making(handmade: Handmade, queue: HandmadeQueue) -> None:
    events = handmade.stack.client("events")
    events.put_rule(Name="r", EventPattern='{"source": ["clock"], "detail-type": ["tick"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": queue.arn, "InputPath": "$.detail"}])
    bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    parameters = {"EventBridgeParameters": {"DetailType": "tick", "Source": "clock"}, "Input": '{"n": 1}'}
    schedule(handmade, bus, "rate(1 hour)", Target=parameters)
    handmade.stack.settle()
    assert queue.take() == ['{"n": 1}']


def test_what_cannot_be_delivered_goes_to_the_dlq(handmade: Handmade, queue: HandmadeQueue) -> None:
    gone = "arn:aws:sqs:us-east-1:123456789012:gone"
    target = {"DeadLetterConfig": {"Arn": queue.arn}, "Input": "lost"}
    schedule(handmade, gone, "rate(1 hour)", Target=target)
    handmade.stack.settle()
    [letter] = handmade.stack.client("sqs").receive_message(
        QueueUrl=queue.url, MessageAttributeNames=["All"]
    )["Messages"]
    attributes = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert attributes.pop("EXECUTION_ID")
    assert attributes.pop("ERROR_MESSAGE")
    assert letter["Body"] == "lost"
    assert attributes == {
        "ERROR_CODE": "AWS.SimpleQueueService.NonExistentQueue",
        "IS_PAYLOAD_TRUNCATED": "false",
        "RETRY_ATTEMPTS": "0",
        "SCHEDULE_ARN": "arn:aws:scheduler:us-east-1:123456789012:schedule/default/s",
        "SCHEDULED_TIME": "2030-01-01T00:00:00Z",
        "TARGET_ARN": gone,
    }


def test_the_role_of_a_target_is_taken_on_for_the_schedules_group(
    handmade: Handmade, queue: HandmadeQueue
) -> None:
    iam = handmade.stack.client("iam")
    trust = json.loads(json.dumps(iam.get_role(RoleName="handmade")["Role"]["AssumeRolePolicyDocument"]))
    group = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/default"
    condition = {"StringEquals": {"aws:SourceArn": group, "aws:SourceAccount": "123456789012"}}
    trust["Statement"] = [{**statement, "Condition": condition} for statement in trust["Statement"]]
    iam.update_assume_role_policy(RoleName="handmade", PolicyDocument=json.dumps(trust))
    schedule(handmade, queue.arn, "rate(1 hour)")
    handmade.stack.settle()
    assert queue.take() == ["{}"]


@pytest.mark.parametrize(
    ("expression", "settings"),
    [
        ("rate(1 minutes)", {}),
        ("every day", {}),
        ("at(2030-01-01)", {}),
        ("rate(1 hour)", {"ScheduleExpressionTimezone": "Europe/Atlantis"}),
        ("rate(1 hour)", {"Target": {"Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage"}}),
        ("rate(1 hour)", {"Target": {"Arn": "arn:aws:sqs:us-east-1:123456789012:q.fifo"}}),
        ("rate(1 hour)", {"Target": {"Arn": "arn:aws:events:us-east-1:123456789012:event-bus/b"}}),
        ("rate(1 hour)", {"GroupName": "unheard-of"}),
    ],
)
def test_what_is_no_schedule_is_refused(
    handmade: Handmade, queue: HandmadeQueue, expression: str, settings: dict[str, Any]
) -> None:
    with pytest.raises(ClientError, match=r"ValidationException|ResourceNotFoundException"):
        schedule(handmade, queue.arn, expression, **settings)
    assert handmade.stack.client("scheduler").list_schedules()["Schedules"] == []
