"""A message whose visibility timeout ends while its handler still runs: two invocations have it."""

from tests.flow.local.handmade import Handmade, HandmadeQueue

#: Works on a message for 20 s when it is received first, for some seconds later.
SLOW_AT_FIRST = """
import time

def handle(event, context):
    [record] = event["Records"]
    count = record["attributes"]["ApproximateReceiveCount"]
    print("begin", count)
    time.sleep(20 if count == "1" else SECONDS)
    if FAILS and count == "1":
        raise RuntimeError
    print("end", count)
"""


def overtaken(handmade: Handmade, queue: HandmadeQueue, *, seconds: int, fails: bool = False) -> None:
    """Let a message's timeout end 15 s into a handler of 20 s; a second one takes `seconds` for it."""
    code = SLOW_AT_FIRST.replace("SECONDS", str(seconds)).replace("FAILS", str(fails))
    handmade.function("f", code, Timeout=60)
    handmade.feed("f", queue, BatchSize=1)
    sqs = handmade.stack.client("sqs")
    sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": "15"})
    group = {"MessageGroupId": "g"} if queue.url.endswith(".fifo") else {}
    queue.send("a", **group)


def steps(handmade: Handmade) -> list[str]:
    return [line for line in handmade.printed("f") if line.startswith(("begin", "end"))]


def test_a_second_handler_gets_a_message_whose_first_is_still_at_work(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    overtaken(handmade, queue, seconds=2)

    handmade.stack.clock.advance(seconds=18)
    assert steps(handmade) == ["begin 1", "begin 2", "end 2"]
    assert queue.depth() == 0
    handmade.stack.clock.advance(minutes=1)

    assert steps(handmade) == ["begin 1", "begin 2", "end 2", "end 1"]


def test_the_first_handlers_end_deletes_the_message_under_the_second_one(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    overtaken(handmade, queue, seconds=10)

    handmade.stack.clock.advance(seconds=21)
    assert queue.depth() == 0
    handmade.stack.clock.advance(minutes=1)

    assert steps(handmade) == ["begin 1", "begin 2", "end 1", "end 2"]


def test_a_first_handler_that_fails_leaves_the_message_to_the_second_one(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    overtaken(handmade, queue, seconds=10, fails=True)

    handmade.stack.clock.advance(seconds=21)
    assert queue.depth() == 1
    handmade.stack.clock.advance(minutes=1)

    assert steps(handmade) == ["begin 1", "begin 2", "end 2"]
    assert queue.depth() == 0


def test_a_fifo_message_outlives_a_handler_that_took_too_long_and_waits_for_its_end(
    handmade: Handmade,
) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=60)
    overtaken(handmade, queue, seconds=2)

    handmade.stack.clock.advance(seconds=21)
    assert queue.depth() == 1
    handmade.stack.clock.advance(minutes=1)

    assert steps(handmade) == ["begin 1", "end 1", "begin 2", "end 2"]
    assert queue.depth() == 0
