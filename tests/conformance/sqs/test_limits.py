"""What SQS refuses: messages, batches, queues and their attributes."""

from typing import Any

import pytest

from tests.conformance.aws import Aws
from tests.conformance.behaviour import behaviour
from tests.conformance.sqs.messages import error_of, send

GUIDE = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"
API = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference"
MEBIBYTE = 1024 * 1024


@behaviour(
    f"{API}/API_MessageAttributeValue.html",
    "All parts of the message attribute, including Name, Type, and Value, are part of the message size "
    "restriction (1 MiB or 1,048,576 bytes).",
)
def test_a_message_with_its_attributes_is_one_mebibyte_at_most(aws: Aws) -> None:
    queue = aws.queue()
    attributes = {"a": {"DataType": "String", "StringValue": "x"}}
    send(aws, queue, "x" * MEBIBYTE)
    assert (
        error_of(lambda: send(aws, queue, "x" * MEBIBYTE, MessageAttributes=attributes))
        == "InvalidParameterValue"
    )


@behaviour(
    f"{API}/API_SendMessageBatch.html",
    "The maximum allowed individual message size and the maximum total payload size (the sum of the "
    "individual lengths of all of the batched messages) are both 1 MiB 1,048,576 bytes.",
)
def test_a_batch_is_one_mebibyte_in_all(aws: Aws) -> None:
    queue = aws.queue()
    entries: list[Any] = [{"Id": name, "MessageBody": "x" * (MEBIBYTE // 2 + 1)} for name in "ab"]
    assert error_of(
        lambda: aws.client("sqs").send_message_batch(QueueUrl=queue.url, Entries=entries)
    ).endswith("BatchRequestTooLong")


@behaviour(
    f"{API}/API_SendMessageBatch.html",
    "You can use SendMessageBatch to send up to 10 messages. BatchEntryIdsNotDistinct: two or more "
    "batch entries in the request have the same Id. EmptyBatchRequest: the batch request doesn't "
    "contain any entries.",
)
@pytest.mark.parametrize(
    ("ids", "code"),
    [
        ([], "EmptyBatchRequest"),
        ([str(number) for number in range(11)], "TooManyEntriesInBatchRequest"),
        (["a", "a"], "BatchEntryIdsNotDistinct"),
        (["a b"], "InvalidBatchEntryId"),
    ],
)
def test_a_batch_has_one_to_ten_entries_of_distinct_ids(aws: Aws, ids: list[str], code: str) -> None:
    queue = aws.queue()
    entries: list[Any] = [{"Id": entry_id, "MessageBody": "x"} for entry_id in ids]
    assert error_of(
        lambda: aws.client("sqs").send_message_batch(QueueUrl=queue.url, Entries=entries)
    ).endswith(code)


@behaviour(
    f"{API}/API_SendMessageBatch.html",
    "The result of sending each message is reported individually in the response.",
)
def test_an_entry_fails_alone(aws: Aws) -> None:
    queue = aws.queue()
    entries: list[Any] = [
        {"Id": "good", "MessageBody": "x"},
        {"Id": "bad", "MessageBody": "x", "DelaySeconds": 901},
    ]
    answer = aws.client("sqs").send_message_batch(QueueUrl=queue.url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [entry["Id"] for entry in answer["Failed"]] == ["bad"]


@behaviour(
    f"{GUIDE}/sqs-message-metadata.html",
    "The name can contain A-Z, a-z, 0-9, underscore, hyphen and period, must not start or end with a "
    "period, and must not start with AWS. or Amazon.; a message has up to 10 attributes with non-empty "
    "values.",
)
@pytest.mark.parametrize(
    ("name", "value"), [("a b", "x"), (".a", "x"), ("a.", "x"), ("a..b", "x"), ("AWS.a", "x"), ("a", "")]
)
def test_an_attribute_is_named_by_the_rules_and_not_empty(aws: Aws, name: str, value: str) -> None:
    queue = aws.queue()
    attributes = {name: {"DataType": "String", "StringValue": value}}
    assert error_of(lambda: send(aws, queue, "a", MessageAttributes=attributes)) == "InvalidParameterValue"


@behaviour(
    f"{API}/API_SendMessage.html",
    "If a message contains characters outside the allowed set, Amazon SQS rejects the message and "
    "returns an InvalidMessageContents error.",
)
def test_a_control_character_is_refused(aws: Aws) -> None:
    queue = aws.queue()
    assert error_of(lambda: send(aws, queue, "a\x00b")) == "InvalidMessageContents"


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "VisibilityTimeout: an integer from 0 to 43,200 (12 hours). DelaySeconds: 0 to 900. "
    "MessageRetentionPeriod: 60 to 1,209,600. ReceiveMessageWaitTimeSeconds: 0 to 20.",
)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VisibilityTimeout", 43_201),
        ("DelaySeconds", 901),
        ("MessageRetentionPeriod", 59),
        ("ReceiveMessageWaitTimeSeconds", 21),
        ("MaximumMessageSize", 1_023),
    ],
)
def test_an_attribute_outside_its_range_is_refused(aws: Aws, name: str, value: int) -> None:
    queue = aws.queue()
    change = aws.client("sqs").set_queue_attributes
    attributes: Any = {name: str(value)}
    assert error_of(lambda: change(QueueUrl=queue.url, Attributes=attributes)) == "InvalidAttributeValue"


@behaviour(
    f"{API}/API_SetQueueAttributes.html",
    "InvalidAttributeName: the specified attribute doesn't exist.",
)
def test_an_unknown_attribute_is_refused(aws: Aws) -> None:
    queue = aws.queue()
    change = aws.client("sqs").set_queue_attributes
    attributes: Any = {"Colour": "red"}
    assert error_of(lambda: change(QueueUrl=queue.url, Attributes=attributes)) == "InvalidAttributeName"


@behaviour(
    f"{API}/API_CreateQueue.html",
    "QueueNameExists: a queue with this name already exists. Amazon SQS returns this error only if the "
    "request includes attributes whose values differ from those of the existing queue.",
)
def test_a_queue_of_the_same_name_has_the_same_attributes(aws: Aws) -> None:
    sqs, name = aws.client("sqs"), aws.unique("queue")
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"]
    assert sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"] == url
    other: Any = {"VisibilityTimeout": "8"}
    assert error_of(lambda: sqs.create_queue(QueueName=name, Attributes=other)) == "QueueAlreadyExists"


@behaviour(
    f"{API}/API_CreateQueue.html",
    "QueueDeletedRecently: you must wait 60 seconds after deleting a queue before you can create another "
    "queue with the same name.",
)
def test_a_deleted_queues_name_is_taken_for_a_minute(aws: Aws) -> None:
    sqs, name = aws.client("sqs"), aws.unique("queue")
    sqs.delete_queue(QueueUrl=sqs.create_queue(QueueName=name)["QueueUrl"])
    assert error_of(lambda: sqs.create_queue(QueueName=name)).endswith("QueueDeletedRecently")


@behaviour(
    f"{API}/API_PurgeQueue.html",
    "PurgeQueueInProgress: the specified queue previously received a PurgeQueue request within the last "
    "60 seconds.",
)
def test_a_queue_is_purged_once_a_minute(aws: Aws) -> None:
    queue, sqs = aws.queue(), aws.client("sqs")
    sqs.purge_queue(QueueUrl=queue.url)
    assert error_of(lambda: sqs.purge_queue(QueueUrl=queue.url)).endswith("PurgeQueueInProgress")


@behaviour(
    f"{API}/API_CreateQueue.html",
    "A queue name can have up to 80 characters. Valid values: alphanumeric characters, hyphens (-), "
    "and underscores (_). A FIFO queue name must end with the .fifo suffix.",
)
@pytest.mark.parametrize(("name", "fifo"), [("{}.fifo", False), ("{}", True), ("{}!", False)])
def test_a_name_goes_with_the_queues_type(aws: Aws, name: str, fifo: bool) -> None:
    attributes: Any = {"FifoQueue": "true"} if fifo else {}
    make = aws.client("sqs").create_queue
    full = name.format(aws.unique("queue"))
    assert error_of(lambda: make(QueueName=full, Attributes=attributes)) == "InvalidParameterValue"


@behaviour(
    f"{API}/API_GetQueueUrl.html",
    "QueueDoesNotExist: the specified queue doesn't exist; clients of before know it as "
    "AWS.SimpleQueueService.NonExistentQueue.",
)
def test_a_missing_queue_is_refused_by_the_code_clients_know(aws: Aws) -> None:
    sqs = aws.client("sqs")
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as refused:
        sqs.get_queue_url(QueueName=aws.unique("queue"))
    assert refused.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
