"""How large a batch is, and what becomes of batches under way when their mapping changes."""

import json

from tests.flow.local.handmade import Handmade

MEGABYTE = 1024 * 1024

#: Prints how many records its event has, and how many bytes.
SIZES = """
import json

def handle(event, context):
    print(len(event["Records"]), len(json.dumps(event)))
"""

#: Prints the first letter of each body, and fails where one is asked for.
FIRST_LETTERS = """
def handle(event, context):
    letters = "".join(record["body"][0] for record in event["Records"])
    print(letters)
    if FAILING and FAILING in letters:
        raise RuntimeError
"""

ATTRIBUTES = """
import json

def handle(event, context):
    print(json.dumps(event["Records"][0]["attributes"]))
"""

SLOW = """
import time

def handle(event, context):
    print("begin", event["Records"][0]["body"])
    time.sleep(10)
    print("end", event["Records"][0]["body"])
"""


def test_a_batch_ends_where_its_event_would_exceed_six_megabytes(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", SIZES)
    queue.send(*["x" * (MEGABYTE - 100)] * 10)
    handmade.feed("f", queue, BatchSize=10)

    handmade.stack.settle()

    events = [tuple(map(int, line.split())) for line in handmade.printed("f")]
    assert [records for records, _ in events] == [5, 5]
    assert all(size <= 6 * MEGABYTE for _, size in events)
    assert queue.depth() == 0


def test_a_window_closes_when_six_megabytes_have_come_together(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=600)
    handmade.function("f", SIZES)
    handmade.feed("f", queue, BatchSize=100, MaximumBatchingWindowInSeconds=300)
    queue.send(*["x" * (MEGABYTE - 100)] * 5)
    handmade.stack.clock.advance(seconds=10)
    assert handmade.printed("f") == []

    queue.send("x" * (MEGABYTE - 100))
    handmade.stack.settle()

    assert [line.split()[0] for line in handmade.printed("f")] == ["5", "1"]


def test_what_follows_a_failure_in_a_group_is_not_tried_before_it(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=60)
    handmade.function("f", FIRST_LETTERS.replace("FAILING", repr("a")))
    queue.send(*[letter + "x" * (MEGABYTE - 100) for letter in "abcdefg"], MessageGroupId="g")
    handmade.feed("f", queue)

    handmade.stack.clock.advance(seconds=59)

    assert [line for line in handmade.printed("f") if line.isalpha()] == ["abcde"]
    assert queue.depth() == 7


def test_a_batch_waits_with_the_mapping_of_its_time(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", SLOW, Timeout=30)
    uuid = handmade.feed("f", queue, BatchSize=1)
    queue.send("a")
    handmade.stack.clock.advance(seconds=5)

    handmade.stack.client("lambda").delete_event_source_mapping(UUID=uuid)
    queue.send("b")
    handmade.stack.clock.advance(minutes=1)

    assert handmade.printed("f") == ["begin a", "end a"]
    assert queue.depth() == 1


def test_a_mapping_disabled_and_enabled_again_keeps_to_its_maximum(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", SLOW, Timeout=30)
    handmade.feed("f", queue, BatchSize=1, ScalingConfig={"MaximumConcurrency": 2})
    queue.send(*"abcd")
    handmade.stack.clock.advance(seconds=5)

    handmade.stack.disable("f")
    handmade.stack.enable("f")
    handmade.stack.clock.advance(seconds=4)
    assert len(handmade.printed("f")) == 2
    handmade.stack.clock.advance(minutes=1)

    assert queue.depth() == 0


def test_a_changed_mapping_is_followed_at_once(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", SIZES)
    handmade.function("g", SIZES)
    uuid = handmade.feed("f", queue, BatchSize=1)
    handmade.stack.settle()

    handmade.stack.client("lambda").update_event_source_mapping(UUID=uuid, FunctionName="g", BatchSize=3)
    queue.send(*"abc")
    handmade.stack.settle()

    assert handmade.printed("f") == []
    assert [line.split()[0] for line in handmade.printed("g")] == ["3"]


def test_a_record_carries_a_trace_header_and_where_a_dead_letter_came_from(handmade: Handmade) -> None:
    dlq = handmade.queue("dlq")
    policy = json.dumps({"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 1})
    queue = handmade.queue("q", VisibilityTimeout=5, RedrivePolicy=policy)
    trace = {
        "AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}
    }
    queue.send("a", MessageSystemAttributes=trace)
    handmade.function("fails", "def handle(event, context):\n    raise RuntimeError\n", Timeout=5)
    handmade.function("f", ATTRIBUTES)
    handmade.feed("fails", queue)
    handmade.feed("f", dlq)

    handmade.stack.clock.advance(seconds=10)

    [attributes] = map(json.loads, handmade.printed("f"))
    assert attributes["AWSTraceHeader"] == trace["AWSTraceHeader"]["StringValue"]
    assert attributes["DeadLetterQueueSourceArn"] == queue.arn
    assert attributes["SenderId"]


def test_a_person_on_call_is_told_of_a_malformed_answer(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    return {'batchItemFailures': [{'id': '{1}'}]}\n")
    handmade.feed("f", queue, FunctionResponseTypes=["ReportBatchItemFailures"])
    queue.send("a")
    handmade.stack.settle()
    assert handmade.printed("q") == [
        "1 message(s) for f come back: its answer is malformed, "
        "an item of batchItemFailures has no itemIdentifier"
    ]


def test_a_window_takes_in_thousands_of_messages(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", SIZES)
    queue.send(*map(str, range(300)))
    handmade.feed("f", queue, BatchSize=10_000, MaximumBatchingWindowInSeconds=1)
    handmade.stack.clock.advance(seconds=1)
    assert [line.split()[0] for line in handmade.printed("f")] == ["300"]


def test_messages_of_a_function_that_is_gone_stay(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", SIZES)
    handmade.feed("f", queue)
    handmade.stack.settle()
    handmade.stack.client("lambda").delete_function(FunctionName="f")
    queue.send("a")
    handmade.stack.clock.advance(seconds=59)
    assert queue.depth() == 1
    [line] = handmade.printed("q")
    assert line.startswith("The function is gone: ")


def test_a_queue_may_be_deleted_under_the_work_on_its_messages(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", SLOW, Timeout=30)
    handmade.feed("f", queue)
    queue.send("a")
    handmade.stack.clock.advance(seconds=5)
    handmade.stack.client("sqs").delete_queue(QueueUrl=queue.url)
    handmade.stack.clock.advance(minutes=1)
    assert handmade.printed("f") == ["begin a", "end a"]
