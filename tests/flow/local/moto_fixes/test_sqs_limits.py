from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import make_queue

MEBIBYTE = 1024 * 1024


@pytest.mark.parametrize("parameter", ["MessageGroupId", "MessageDeduplicationId"])
@pytest.mark.parametrize("value", ["x" * 129, "with space", "ü", "tab\t"])
def test_ids_are_of_128_printable_ascii_characters(sqs: Any, hub: Hub, parameter: str, value: str) -> None:
    queue = make_queue(sqs, "q.fifo")
    good = {"MessageGroupId": "!~" * 64, "MessageDeduplicationId": "a-b_c.d"}
    queue.send("a", **good)
    with pytest.raises(ClientError, match=f"{parameter} can only include alphanumeric") as refused:
        queue.send("a", **good | {parameter: value})
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValue"


def test_fifo_queues_ask_for_a_group_and_an_id(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    with pytest.raises(ClientError, match="must contain the parameter MessageGroupId"):
        queue.send("a", MessageDeduplicationId="1")
    with pytest.raises(ClientError, match="ContentBasedDeduplication enabled or"):
        queue.send("a", MessageGroupId="g")


def test_a_standard_queue_takes_a_group_but_no_deduplication_id(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a", MessageGroupId="tenant")
    queue.send("b", MessageGroupId="tenant")
    assert [queue.bodies(1), queue.bodies(1)] == [["a"], ["b"]], "a group locks nothing here"
    with pytest.raises(ClientError, match="not valid for this queue type"):
        queue.send("a", MessageDeduplicationId="1")


def test_a_message_of_one_mebibyte_fits_and_one_byte_more_does_not(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    attributes = {"n": {"DataType": "String", "StringValue": "v"}}
    queue.send("x" * MEBIBYTE)
    queue.send("ü" * (MEBIBYTE // 2))
    queue.send("x" * (MEBIBYTE - 8), MessageAttributes=attributes)
    for body, more in [
        ("x" * (MEBIBYTE + 1), {}),
        ("ü" * (MEBIBYTE // 2) + "x", {}),
        ("x" * (MEBIBYTE - 7), {"MessageAttributes": attributes}),
    ]:
        with pytest.raises(ClientError, match="must be shorter than 1048576 bytes"):
            queue.send(body, **more)


def test_a_batch_is_one_mebibyte_in_all(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    half = MEBIBYTE // 2
    entries = [{"Id": "1", "MessageBody": "x" * half}, {"Id": "2", "MessageBody": "x" * half}]
    sqs.send_message_batch(QueueUrl=queue.url, Entries=entries)
    entries[1]["MessageBody"] += "x"
    with pytest.raises(sqs.exceptions.BatchRequestTooLong):
        sqs.send_message_batch(QueueUrl=queue.url, Entries=entries)


def test_a_bad_entry_fails_alone(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo", ContentBasedDeduplication="true")
    answer = sqs.send_message_batch(
        QueueUrl=queue.url,
        Entries=[{"Id": "1", "MessageBody": "a", "MessageGroupId": "g"}, {"Id": "2", "MessageBody": "b"}],
    )
    assert [entry["Id"] for entry in answer["Successful"]] == ["1"]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [("2", "MissingParameter")]
    assert queue.bodies() == ["a"]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ufffe"])
def test_characters_outside_xmls_are_refused(sqs: Any, hub: Hub, character: str) -> None:
    queue = make_queue(sqs, "q")
    queue.send("tab\tnewline\nreturn\r emoji \U0001f600")
    with pytest.raises(sqs.exceptions.InvalidMessageContents):
        queue.send(f"a{character}b")


def test_delays_are_up_to_fifteen_minutes_and_not_for_fifo_messages(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a", DelaySeconds=900)
    with pytest.raises(ClientError, match="DelaySeconds must be >= 0 and <= 900"):
        queue.send("a", DelaySeconds=901)
    with pytest.raises(ClientError, match="not valid for this queue type"):
        make_queue(sqs, "q.fifo").send_to("g", "a", DelaySeconds=1)
