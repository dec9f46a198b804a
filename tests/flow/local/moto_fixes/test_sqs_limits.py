import hashlib
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


def text(value: str, kind: str = "String") -> dict[str, str]:
    return {"DataType": kind, "StringValue": value}


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("a b", text("x")),
        (".a", text("x")),
        ("a.", text("x")),
        ("a..b", text("x")),
        ("AWS.a", text("x")),
        ("amazon.a", text("x")),
        ("a" * 257, text("x")),
        ("a", text("")),
        ("a", text("many", "Number")),
        ("a", text("x", "Colour")),
        ("a", {"DataType": "Binary", "BinaryValue": b""}),
    ],
)
def test_an_attribute_sqs_refuses_keeps_its_message_out(
    sqs: Any, hub: Hub, name: str, attribute: dict[str, Any]
) -> None:
    queue = make_queue(sqs, "q")
    with pytest.raises(ClientError) as refused:
        queue.send("a", MessageAttributes={name: attribute})
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValue"
    assert queue.count() == 0


def test_a_message_has_ten_attributes_at_most_of_types_with_labels(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a", MessageAttributes={f"a.{n}-_Z": text("-1.5e3", "Number.float") for n in range(10)})
    with pytest.raises(ClientError, match="exceeds the allowed maximum"):
        queue.send("a", MessageAttributes={f"a{n}": text("x") for n in range(11)})


def test_the_only_system_attribute_that_is_sent_is_a_trace_header(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a", MessageSystemAttributes={"AWSTraceHeader": text("Root=1")})
    with pytest.raises(ClientError):
        queue.send("a", MessageSystemAttributes={"SenderId": text("me")})


def test_digests_are_of_what_was_sent(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    attributes = {"b": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}, "a": text("x")}
    sent = queue.send("hello", MessageAttributes=attributes)
    [message] = queue.receive(MessageAttributeNames=["All"])

    assert sent["MD5OfMessageBody"] == message["MD5OfBody"] == "5d41402abc4b2a76b9719d911017c592"
    encoded = b"".join(
        len(part).to_bytes(4, "big") + part if isinstance(part, bytes) else bytes([part])
        for part in (b"a", b"String", 1, b"x", b"b", b"Binary", 2, b"\x00\xff")
    )
    digest = hashlib.md5(encoded, usedforsecurity=False).hexdigest()
    assert sent["MD5OfMessageAttributes"] == message["MD5OfMessageAttributes"] == digest


BATCHES: dict[str, dict[str, Any]] = {
    "send_message_batch": {"MessageBody": "x"},
    "delete_message_batch": {"ReceiptHandle": "handle"},
    "change_message_visibility_batch": {"ReceiptHandle": "handle", "VisibilityTimeout": 1},
}


@pytest.mark.parametrize("operation", BATCHES)
@pytest.mark.parametrize(
    ("ids", "code"),
    [
        ([], "AWS.SimpleQueueService.EmptyBatchRequest"),
        (range(11), "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
        (["a", "a"], "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
        (["a b"], "AWS.SimpleQueueService.InvalidBatchEntryId"),
        (["a" * 81], "AWS.SimpleQueueService.InvalidBatchEntryId"),
    ],
)
def test_a_batch_has_one_to_ten_entries_of_distinct_ids(
    sqs: Any, hub: Hub, operation: str, ids: list[str], code: str
) -> None:
    entries = [BATCHES[operation] | {"Id": str(entry_id)} for entry_id in ids]
    with pytest.raises(ClientError) as refused:
        getattr(sqs, operation)(QueueUrl=make_queue(sqs, "q").url, Entries=entries)
    assert refused.value.response["Error"]["Code"] == code


def test_one_message_may_be_named_twice_in_a_batch(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    [message] = queue.receive()
    entries = [{"Id": name, "ReceiptHandle": message["ReceiptHandle"]} for name in "xy"]
    answer = sqs.delete_message_batch(QueueUrl=queue.url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["x", "y"]
