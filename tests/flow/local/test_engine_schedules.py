"""Scheduled rules send their events on the hub's clock."""

import json

from tests.flow.local.handmade import Handmade, HandmadeQueue


def schedule(handmade: Handmade, name: str, expression: str, queue: HandmadeQueue, **target: str) -> None:
    events = handmade.stack.client("events")
    events.put_rule(Name=name, ScheduleExpression=expression)
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue.arn, **target}])


def sent_after(handmade: Handmade, queue: HandmadeQueue, *seconds: float) -> list[int]:
    """Return how many events arrived in each of the given spans of time."""
    counts = []
    for span in seconds:
        handmade.stack.clock.advance(seconds=span)
        counts.append(len(queue.take()))
    return counts


def test_a_rate_counts_from_the_rules_beginning(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.stack.clock.advance(seconds=17)
    schedule(handmade, "every-minute", "rate(1 minute)", queue)

    assert sent_after(handmade, queue, 59, 1, 59, 1, 180) == [0, 1, 0, 1, 3]


def test_a_cron_expression_follows_the_calendar(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    schedule(handmade, "working-days-at-noon", "cron(0 12 ? * MON-FRI *)", queue)

    # Virtual time begins on Tuesday, 1 January 2030.
    assert sent_after(handmade, queue, 12 * 3600 - 1, 1, 3 * 86_400, 2 * 86_400, 86_400) == [0, 1, 3, 0, 1]


def test_the_event_is_a_scheduled_event(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    schedule(handmade, "every-minute", "rate(1 minute)", queue)
    handmade.stack.clock.advance(minutes=1)

    event = json.loads(queue.take()[0])

    assert event.pop("id")
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2030-01-01T00:01:00Z",
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:123456789012:rule/every-minute"],
        "detail": {},
    }


def test_a_target_may_ask_for_another_input(handmade: Handmade) -> None:
    constant, part = handmade.queue("constant"), handmade.queue("part")
    schedule(handmade, "constant", "rate(1 minute)", constant, Input='{"sweep": true}')
    schedule(handmade, "part", "rate(1 minute)", part, InputPath="$.source")
    handmade.stack.clock.advance(minutes=1)

    assert (constant.take(), part.take()) == (['{"sweep": true}'], ['"aws.events"'])


def test_a_function_can_be_a_target(handmade: Handmade) -> None:
    arn = handmade.function("f", "def handle(event, context):\n    print(event['detail-type'])\n")
    handmade.permit(arn, "events.amazonaws.com")
    events = handmade.stack.client("events")
    events.put_rule(Name="r", ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule="r", Targets=[{"Id": "1", "Arn": arn}])

    handmade.stack.clock.advance(hours=2)

    assert handmade.printed("f") == ["Scheduled Event"] * 2


def test_a_disabled_or_deleted_rule_is_silent(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    schedule(handmade, "r", "rate(1 minute)", queue)
    events = handmade.stack.client("events")

    events.disable_rule(Name="r")
    assert sent_after(handmade, queue, 300) == [0]
    events.enable_rule(Name="r")
    assert sent_after(handmade, queue, 60) == [1]
    events.remove_targets(Rule="r", Ids=["1"])
    events.delete_rule(Name="r")
    assert sent_after(handmade, queue, 300) == [0]
