"""How many invocations a mapping runs at a time, and what becomes of messages there is no room for."""

import json
from typing import Any

from tests.flow.local.handmade import Handmade, HandmadeQueue

#: Prints when each batch begins, and works for 10 s.
SLOW = """
import time

def handle(event, context):
    print(f"{time.time() % 86400:g}", *(record["body"] for record in event["Records"]))
    time.sleep(10)
"""

FAILING = SLOW + "    raise RuntimeError\n"


def slow(
    handmade: Handmade, queue: HandmadeQueue, messages: int, *, code: str = SLOW, **mapping: Any
) -> list[int]:
    """Send messages to a slow function; return how many invocations began, second by second."""
    handmade.function("f", code, Timeout=30)
    group = {"MessageGroupId": "{}"} if queue.url.endswith(".fifo") else {}
    for number in range(messages):
        queue.send(str(number), **{name: value.format(number) for name, value in group.items()})
    handmade.feed("f", queue, BatchSize=1, **mapping)
    handmade.stack.clock.advance(minutes=1)
    times = [line.split()[0] for line in handmade.printed("f") if line[0].isdigit()]
    return [times.count(time) for time in sorted(set(times), key=int)]


def test_a_standard_queue_begins_with_five_invocations_and_gets_five_more_a_second(
    handmade: Handmade,
) -> None:
    assert slow(handmade, handmade.queue("q", VisibilityTimeout=90), 22) == [5, 5, 5, 5, 2]


def test_growth_ends_at_the_maximum(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=90)
    assert slow(handmade, queue, 20, ScalingConfig={"MaximumConcurrency": 7}) == [5, 2, 5, 2, 5, 1]


def test_a_fifo_queue_has_an_invocation_for_each_group_at_once(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=90)
    assert slow(handmade, queue, 22) == [22]


def test_a_maximum_holds_for_groups_as_well(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=90)
    assert slow(handmade, queue, 7, ScalingConfig={"MaximumConcurrency": 3}) == [3, 3, 1]


def test_errors_make_the_poller_back_off_unless_it_reads_answers(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=90)
    began = slow(handmade, queue, 12, code=FAILING, ScalingConfig={"MaximumConcurrency": 4})
    assert began[0] == 4
    assert began[1] == began[2] == 1


def test_errors_do_not_slow_a_poller_that_reads_answers(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=90)
    began = slow(
        handmade,
        queue,
        12,
        code=FAILING,
        ScalingConfig={"MaximumConcurrency": 4},
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    assert began == [4, 4, 4]


def test_a_throttled_message_goes_to_the_dlq_untried(handmade: Handmade) -> None:
    dlq = handmade.queue("dlq")
    policy = json.dumps({"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 3})
    queue = handmade.queue("q", VisibilityTimeout=30, RedrivePolicy=policy)
    handmade.function("f", SLOW)
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    handmade.feed("f", queue)
    queue.send("untried")

    handmade.stack.clock.advance(seconds=89)
    assert (queue.depth(), dlq.depth()) == (1, 0)
    handmade.stack.clock.advance(seconds=1)

    assert (queue.depth(), dlq.take()) == (0, ["untried"])
    assert handmade.printed("f") == []


def test_a_reserved_concurrency_of_one_lets_some_messages_end_in_the_dlq(handmade: Handmade) -> None:
    dlq = handmade.queue("dlq")
    policy = json.dumps({"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 1})
    queue = handmade.queue("q", VisibilityTimeout=12, RedrivePolicy=policy)
    handmade.function("f", SLOW, Timeout=12)
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=1)
    queue.send(*"abcde")
    handmade.feed("f", queue, BatchSize=1)

    handmade.stack.clock.advance(minutes=1)

    done = [line.split()[1] for line in handmade.printed("f")]
    untried = dlq.take()
    assert untried
    assert sorted([*done, *untried]) == [*"abcde"]


def test_a_person_on_call_is_told_of_throttled_messages(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=30)
    handmade.function("f", SLOW)
    handmade.stack.client("lambda").put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    handmade.feed("f", queue)
    queue.send("a")
    handmade.stack.clock.advance(seconds=29)
    assert handmade.printed("q") == ["1 message(s) for f wait, received but not tried: it is throttled"]


def test_a_message_with_the_shortest_timeout_is_tried(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=1)
    handmade.function("f", "def handle(event, context):\n    print('tried')\n", Timeout=1)
    handmade.feed("f", queue)
    queue.send("a")
    handmade.stack.settle()
    assert (handmade.printed("f"), queue.depth()) == (["tried"], 0)
