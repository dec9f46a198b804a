"""From a queue to a function: batches, what comes back and when, order, and mappings that change."""

import json
from typing import Any

import pytest

from tests.flow.local.handmade import Handmade

#: Prints the bodies of its batch and answers what the message called "answer" says.
ANSWER = """
import json

def handle(event, context):
    bodies = [record["body"] for record in event["Records"]]
    print(",".join(sorted(bodies)))
    ids = {record["body"]: record["messageId"] for record in event["Records"]}
    answer = ANSWER
    if callable(answer):
        answer = answer(ids)
    return answer
"""

#: Prints when it begins and ends each batch, and works for 10 s in between.
SLOW = """
import time

def handle(event, context):
    bodies = ",".join(record["body"] for record in event["Records"])
    print(f"{time.time() % 86400:g} begin {bodies}")
    time.sleep(10)
    print(f"{time.time() % 86400:g} end {bodies}")
"""

FAIL_ONCE = """
def handle(event, context):
    for record in event["Records"]:
        print(record["body"], record["attributes"]["ApproximateReceiveCount"])
        if record["attributes"]["ApproximateReceiveCount"] == "1":
            raise RuntimeError("not yet")
"""


def answering(answer: str) -> str:
    return ANSWER.replace("ANSWER", answer)


def test_a_record_has_the_form_lambda_gives_it(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "import json\ndef handle(event, context):\n    print(json.dumps(event))\n")
    handmade.feed("f", queue)

    [message_id] = queue.send(
        "hello",
        MessageAttributes={
            "why": {"DataType": "String", "StringValue": "because"},
            "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
        },
    )
    handmade.stack.settle()

    [record] = json.loads(handmade.printed("f")[0])["Records"]
    assert record.pop("receiptHandle")
    attributes = record.pop("attributes")
    assert record.pop("md5OfMessageAttributes")
    assert record == {
        "messageId": message_id,
        "body": "hello",
        "md5OfBody": "5d41402abc4b2a76b9719d911017c592",
        "messageAttributes": {
            "why": {
                "stringValue": "because",
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": "String",
            },
            "raw": {
                "binaryValue": "AP8=",
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": "Binary",
            },
        },
        "eventSource": "aws:sqs",
        "eventSourceARN": queue.arn,
        "awsRegion": "us-east-1",
    }
    now = str(int(handmade.stack.hub.now() * 1000))
    assert attributes["ApproximateReceiveCount"] == "1"
    assert attributes["SentTimestamp"] == attributes["ApproximateFirstReceiveTimestamp"] == now


def test_a_fifo_record_tells_its_group(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo")
    handmade.function("f", "import json\ndef handle(event, context):\n    print(json.dumps(event))\n")
    handmade.feed("f", queue)

    queue.send("hello", MessageGroupId="g", MessageDeduplicationId="d")
    handmade.stack.settle()

    [record] = json.loads(handmade.printed("f")[0])["Records"]
    assert record["attributes"]["MessageGroupId"] == "g"
    assert record["attributes"]["MessageDeduplicationId"] == "d"
    assert record["attributes"]["SequenceNumber"]


@pytest.mark.parametrize(
    "answer", ["None", "{}", "{'batchItemFailures': []}", "{'batchItemFailures': None}", "{'other': 1}"]
)
def test_an_empty_answer_is_success(handmade: Handmade, answer: str) -> None:
    assert done_and_left(handmade, answer) == (["a,b,c"], 0)


@pytest.mark.parametrize(
    "answer",
    [
        "lambda ids: {'batchItemFailures': [{'itemIdentifier': 'unknown'}]}",
        "lambda ids: {'batchItemFailures': [{'itemIdentifier': ''}]}",
        "lambda ids: {'batchItemFailures': [{'itemIdentifier': None}]}",
        "lambda ids: {'batchItemFailures': [{'wrong': ids['a']}]}",
        "lambda ids: {'batchItemFailures': [ids['a']]}",
        "lambda ids: {'batchItemFailures': ids['a']}",
        "lambda ids: 'a text'",
        "lambda ids: b'no json'",
        "lambda ids: 1 / 0",
    ],
)
def test_a_malformed_answer_or_an_error_brings_the_whole_batch_back(handmade: Handmade, answer: str) -> None:
    assert done_and_left(handmade, answer) == (["a,b,c"], 3)


def test_what_the_answer_names_comes_back_alone(handmade: Handmade) -> None:
    named = "lambda ids: {'batchItemFailures': [{'itemIdentifier': ids['b']}] if 'b' in ids else []}"
    done, left = done_and_left(handmade, named)
    assert (done, left) == (["a,b,c"], 1)

    handmade.stack.clock.advance(seconds=30)

    assert handmade.printed("f") == ["a,b,c", "b"]


def test_without_report_batch_item_failures_the_answer_means_nothing(handmade: Handmade) -> None:
    named = "lambda ids: {'batchItemFailures': [{'itemIdentifier': ids['b']}]}"
    assert done_and_left(handmade, named, FunctionResponseTypes=[]) == (["a,b,c"], 0)


def done_and_left(handmade: Handmade, answer: str, **mapping: Any) -> tuple[list[str], int]:
    """Feed three messages to a function that gives `answer`; return what it printed and how many are left."""
    queue = handmade.queue("q", VisibilityTimeout=30)
    handmade.function("f", answering(answer))
    queue.send("a", "b", "c")
    handmade.feed("f", queue, **({"FunctionResponseTypes": ["ReportBatchItemFailures"]} | mapping))
    handmade.stack.settle()
    batches = [line for line in handmade.printed("f") if line.startswith("a,")]
    return batches, queue.depth()


def test_a_failed_message_comes_back_after_its_visibility_timeout_with_a_higher_count(
    handmade: Handmade,
) -> None:
    queue = handmade.queue("q", VisibilityTimeout=60)
    handmade.function("f", FAIL_ONCE)
    handmade.feed("f", queue)
    queue.send("a")

    handmade.stack.clock.advance(seconds=59)
    assert handmade.printed("f")[0] == "a 1"
    assert queue.depth() == 1

    handmade.stack.clock.advance(seconds=1)
    assert "a 2" in handmade.printed("f")
    assert queue.depth() == 0


def test_a_handler_decides_when_its_failed_message_comes_back(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=600)
    handmade.function(
        "f",
        """
        import os, time
        import botocore.session

        sqs = botocore.session.get_session().create_client("sqs")

        def handle(event, context):
            [record] = event["Records"]
            print(time.time())
            if record["attributes"]["ApproximateReceiveCount"] == "1":
                sqs.change_message_visibility(
                    QueueUrl=os.environ["QUEUE"], ReceiptHandle=record["receiptHandle"], VisibilityTimeout=7
                )
                return {"batchItemFailures": [{"itemIdentifier": record["messageId"]}]}
        """,
        Environment={"Variables": {"QUEUE": queue.url}},
    )
    handmade.feed("f", queue, FunctionResponseTypes=["ReportBatchItemFailures"])
    queue.send("a")

    handmade.stack.clock.advance(minutes=1)

    first, second = map(float, handmade.printed("f"))
    assert second - first == 7
    assert queue.depth() == 0


def test_a_message_received_too_often_goes_to_the_dlq(handmade: Handmade) -> None:
    dlq = handmade.queue("dlq")
    policy = json.dumps({"deadLetterTargetArn": dlq.arn, "maxReceiveCount": 3})
    queue = handmade.queue("q", VisibilityTimeout=10, RedrivePolicy=policy)
    handmade.function("f", "def handle(event, context):\n    print('tried')\n    1 / 0\n")
    handmade.feed("f", queue)
    queue.send("poison")

    handmade.stack.clock.advance(minutes=1)

    assert handmade.printed("f").count("tried") == 3
    assert (queue.depth(), dlq.take()) == (0, ["poison"])


def test_a_batch_has_no_more_messages_than_its_size(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    print(len(event['Records']))\n")
    queue.send(*"abcdefg")
    handmade.feed("f", queue, BatchSize=3)

    handmade.stack.settle()

    assert sorted(handmade.printed("f")) == ["1", "3", "3"]


def test_a_window_lets_a_batch_fill_up(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function(
        "f", "import time\ndef handle(event, context):\n    print(time.time(), len(event['Records']))\n"
    )
    handmade.feed("f", queue, BatchSize=25, MaximumBatchingWindowInSeconds=20)
    began = handmade.stack.hub.now()

    queue.send(*"abcdefghijkl")
    handmade.stack.clock.advance(seconds=5)
    queue.send(*"mn")
    handmade.stack.clock.advance(seconds=30)
    queue.send(*["x"] * 25)
    handmade.stack.clock.advance(seconds=1)

    batches = [tuple(map(float, line.split())) for line in handmade.printed("f")]
    assert batches == [(began + 20, 14), (began + 35, 25)]


def test_no_more_invocations_run_at_a_time_than_allowed(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=100)
    handmade.function("f", SLOW, Timeout=30)
    handmade.feed("f", queue, BatchSize=1, ScalingConfig={"MaximumConcurrency": 2})
    queue.send(*"abcde")

    handmade.stack.clock.advance(minutes=1)

    times = [line.split()[0] for line in handmade.printed("f") if "begin" in line]
    assert times == ["0", "0", "10", "10", "20"]
    assert queue.depth() == 0


def test_messages_of_one_group_go_one_batch_at_a_time_and_in_order(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=100)
    handmade.function("f", SLOW, Timeout=30)
    handmade.feed("f", queue, BatchSize=1)
    queue.send("a1", "a2", "a3", MessageGroupId="a")
    queue.send("b1", "b2", MessageGroupId="b")

    handmade.stack.clock.advance(seconds=100)

    lines = [line.split() for line in handmade.printed("f")]
    assert [line[2] for line in lines if line[2][0] == "a"] == ["a1", "a1", "a2", "a2", "a3", "a3"]
    assert [line[2] for line in lines if line[2][0] == "b"] == ["b1", "b1", "b2", "b2"]
    assert sorted((time, body) for time, what, body in lines if what == "begin")[:2] == [
        ("0", "a1"),
        ("0", "b1"),
    ]


def test_a_group_stays_with_its_invocation_even_when_the_handler_ends_the_flight(handmade: Handmade) -> None:
    queue = handmade.queue("q.fifo", ContentBasedDeduplication="true", VisibilityTimeout=100)
    handmade.function(
        "f",
        """
        import os, time
        import botocore.session

        sqs = botocore.session.get_session().create_client("sqs")

        def handle(event, context):
            [record] = event["Records"]
            count = record["attributes"]["ApproximateReceiveCount"]
            print("begin", record["body"], count)
            if count == "1":
                sqs.change_message_visibility(
                    QueueUrl=os.environ["QUEUE"], ReceiptHandle=record["receiptHandle"], VisibilityTimeout=0
                )
            time.sleep(10)
            print("end", record["body"], count)
            if count == "1":
                raise RuntimeError
        """,
        Environment={"Variables": {"QUEUE": queue.url}},
        Timeout=30,
    )
    handmade.feed("f", queue, BatchSize=1)
    queue.send("a", MessageGroupId="g")

    handmade.stack.clock.advance(minutes=1)

    steps = [line for line in handmade.printed("f") if line.startswith(("begin", "end"))]
    assert steps == ["begin a 1", "end a 1", "begin a 2", "end a 2"]


def test_a_disabled_mapping_leaves_messages_where_they_are_until_it_is_enabled(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    print('got it')\n")
    handmade.feed("f", queue)

    handmade.stack.disable("f")
    queue.send("a")
    handmade.stack.clock.advance(hours=1)
    assert (handmade.printed("f"), queue.depth()) == ([], 1)

    handmade.stack.enable("f")
    handmade.stack.settle()
    assert (handmade.printed("f"), queue.depth()) == (["got it"], 0)


def test_a_mapping_may_be_made_disabled_and_deleted_at_any_time(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    print(event['Records'][0]['body'])\n")
    uuid = handmade.feed("f", queue, Enabled=False)
    queue.send("a")
    handmade.stack.settle()
    assert handmade.printed("f") == []

    handmade.stack.enable("f")
    handmade.stack.settle()
    handmade.stack.client("lambda").delete_event_source_mapping(UUID=uuid)
    queue.send("b")
    handmade.stack.settle()

    assert (handmade.printed("f"), queue.depth()) == (["a"], 1)


def test_a_queue_may_be_deleted_while_it_is_polled(handmade: Handmade) -> None:
    queue, other = handmade.queue("q"), handmade.queue("other")
    handmade.function("f", "def handle(event, context):\n    print(event['Records'][0]['body'])\n")
    handmade.feed("f", queue)
    handmade.feed("f", other)
    handmade.stack.settle()

    handmade.stack.client("sqs").delete_queue(QueueUrl=queue.url)
    other.send("still polled")
    handmade.stack.settle()

    assert handmade.printed("f") == ["still polled"]


def test_throttled_messages_are_tried_again_while_they_are_in_flight(handmade: Handmade) -> None:
    queue = handmade.queue("q", VisibilityTimeout=300)
    handmade.function("f", "def handle(event, context):\n    print('got it')\n")
    lambda_ = handmade.stack.client("lambda")
    lambda_.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    handmade.feed("f", queue)
    queue.send("a")
    handmade.stack.clock.advance(seconds=10)
    assert handmade.printed("f") == []

    lambda_.delete_function_concurrency(FunctionName="f")
    handmade.stack.clock.advance(minutes=1)

    assert (handmade.printed("f"), queue.depth()) == (["got it"], 0)


def test_nothing_moves_when_nothing_is_to_do(handmade: Handmade) -> None:
    queue = handmade.queue("q")
    handmade.function("f", "def handle(event, context):\n    pass\n")
    handmade.feed("f", queue)
    queue.send("a")
    began = handmade.stack.hub.now()

    handmade.stack.hub.run()

    assert queue.depth() == 0
    assert handmade.stack.hub.now() == began
