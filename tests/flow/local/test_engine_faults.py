"""An execution environment dies where a test says, as a killed process does."""

import pytest

from local.engine.aws_calls import AwsCall
from local.stack import NotInTime
from tests.flow.local.handmade import Handmade

WRITES = """
import os
import botocore.session

dynamodb = botocore.session.get_session().create_client("dynamodb")

def write(key):
    dynamodb.put_item(TableName="t", Item={"key": {"S": key}})

def handle(event, context):
    try:
        write("first")
        write("second")
        write("third")
    except BaseException:
        write("caught")
    finally:
        write("finally")
    return "done"
"""


@pytest.fixture
def writer(handmade: Handmade) -> Handmade:
    """A function `offload-dev-writer` that writes four items to the table `t`."""
    handmade.stack.client("dynamodb").create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    handmade.function("offload-dev-writer", WRITES)
    return handmade


def written(handmade: Handmade) -> set[str]:
    items = handmade.stack.client("dynamodb").scan(TableName="t")["Items"]
    return {item["key"]["S"] for item in items}


def test_a_crash_before_a_call_keeps_it_from_happening(writer: Handmade) -> None:
    writer.stack.faults.crash_before_call("writer", "dynamodb", "PutItem", nth=2)

    answer, error = writer.try_to_invoke("offload-dev-writer")

    assert error == "Unhandled"
    assert answer["errorType"] == "Runtime.ExitError"
    assert answer["errorMessage"].endswith(" Error: Runtime exited with error: signal: killed")
    assert written(writer) == {"first"}


def test_a_crash_after_a_call_lets_it_take_effect(writer: Handmade) -> None:
    writer.stack.faults.crash_after_call("writer", "dynamodb", "PutItem", nth=2)

    writer.try_to_invoke("offload-dev-writer")

    assert written(writer) == {"first", "second"}


def test_a_crash_happens_once_and_the_next_invocation_starts_afresh(writer: Handmade) -> None:
    writer.stack.faults.crash_before_call("writer", "dynamodb", "PutItem")
    writer.try_to_invoke("offload-dev-writer")

    assert writer.invoke("offload-dev-writer") == "done"
    assert written(writer) == {"first", "second", "third", "finally"}


def test_a_call_is_refused_as_aws_would_and_the_sdk_repeats_what_it_may(writer: Handmade) -> None:
    calls = writer.stack.faults.record("writer")
    writer.stack.faults.fail_call("writer", "dynamodb", "PutItem", error="InternalServerError")
    assert writer.invoke("offload-dev-writer") == "done"
    assert len(calls) == 5

    writer.stack.faults.fail_call(
        "writer", "dynamodb", "PutItem", error="ResourceNotFoundException", status=400
    )
    writer.invoke("offload-dev-writer")

    assert len(calls) == 5 + 3
    assert written(writer) == {"first", "second", "third", "finally", "caught"}


def test_a_slow_call_takes_its_time_and_then_effect(writer: Handmade) -> None:
    began = writer.stack.hub.now()
    writer.stack.faults.delay_call("writer", "dynamodb", "PutItem", seconds=0.75, times=2)

    assert writer.invoke("offload-dev-writer") == "done"

    assert writer.stack.hub.now() - began == 1.5
    assert written(writer) == {"first", "second", "third", "finally"}


def test_faults_that_are_cleared_do_not_strike(writer: Handmade) -> None:
    writer.stack.faults.crash_before_call("writer", "dynamodb", "PutItem")
    writer.stack.faults.fail_call("writer", "dynamodb", "PutItem", error="InternalServerError")
    writer.stack.faults.delay_call("writer", "dynamodb", "PutItem", seconds=60)
    writer.stack.faults.clear()

    assert writer.invoke("offload-dev-writer") == "done"


def test_a_function_that_does_not_exist_cannot_crash(writer: Handmade) -> None:
    with pytest.raises(LookupError, match="offload-dev-writer"):
        writer.stack.faults.crash_before_call("reader", "dynamodb", "PutItem")


def test_a_record_names_every_call_a_function_makes(writer: Handmade) -> None:
    calls = writer.stack.faults.record("writer")

    writer.invoke("offload-dev-writer")

    assert calls == [AwsCall("dynamodb", "PutItem")] * 4


def test_the_batch_of_a_crashed_invocation_comes_back(writer: Handmade) -> None:
    queue = writer.queue("q", VisibilityTimeout=30)
    writer.feed("offload-dev-writer", queue)
    writer.stack.faults.crash_after_call("writer", "dynamodb", "PutItem")
    queue.send("a")

    writer.stack.settle()
    assert (written(writer), queue.depth()) == ({"first"}, 1)

    writer.stack.run_until(lambda: queue.depth() == 0, within=30)
    assert written(writer) == {"first", "second", "third", "finally"}


def test_waiting_for_what_does_not_come_says_what_is_still_there(writer: Handmade) -> None:
    queue = writer.queue("unread")
    queue.send("a")

    with pytest.raises(NotInTime, match=r"not within 90 s.*unread: 1 visible"):
        writer.stack.run_until(lambda: queue.depth() == 0, within=90)
