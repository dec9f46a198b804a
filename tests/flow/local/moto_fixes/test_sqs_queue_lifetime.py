"""Queues are made, emptied and deleted at SQS's pace, and under names that tell their type."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import make_queue


def code_of(refused: pytest.ExceptionInfo[ClientError]) -> str:
    return refused.value.response["Error"]["Code"]


def test_the_same_queue_may_be_made_twice_and_another_of_its_name_not(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", VisibilityTimeout="7")
    assert make_queue(sqs, "q", VisibilityTimeout="7").url == queue.url
    assert make_queue(sqs, "q").url == queue.url
    with pytest.raises(ClientError, match="different value for attribute VisibilityTimeout") as refused:
        make_queue(sqs, "q", VisibilityTimeout="8")
    assert code_of(refused) == "QueueAlreadyExists"


def test_a_deleted_queues_name_is_free_after_a_minute(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    sqs.delete_queue(QueueUrl=queue.url)

    hub.advance(59)
    with pytest.raises(ClientError, match="60 seconds") as refused:
        make_queue(sqs, "q")
    assert code_of(refused) == "AWS.SimpleQueueService.QueueDeletedRecently"
    hub.advance(1)

    assert make_queue(sqs, "q").count() == 0


def test_a_queue_is_purged_once_a_minute(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    sqs.purge_queue(QueueUrl=queue.url)
    assert queue.count() == 0

    hub.advance(59)
    with pytest.raises(ClientError) as refused:
        sqs.purge_queue(QueueUrl=queue.url)
    assert code_of(refused) == "AWS.SimpleQueueService.PurgeQueueInProgress"
    hub.advance(1)

    sqs.purge_queue(QueueUrl=queue.url)


@pytest.mark.parametrize("name", ["q.fifo", "a b", "q!", "q" * 81])
def test_names_are_of_80_characters_and_end_in_fifo_for_fifo_queues_alone(
    sqs: Any, hub: Hub, name: str
) -> None:
    with pytest.raises(ClientError) as refused:
        sqs.create_queue(QueueName=name)
    assert code_of(refused) == "InvalidParameterValue"


def test_a_fifo_queues_name_ends_in_fifo(sqs: Any, hub: Hub) -> None:
    with pytest.raises(ClientError):
        sqs.create_queue(QueueName="q", Attributes={"FifoQueue": "true"})


def test_what_is_not_there_is_refused_by_the_code_clients_know(sqs: Any, hub: Hub) -> None:
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as refused:
        sqs.get_queue_url(QueueName="q")
    assert code_of(refused) == "AWS.SimpleQueueService.NonExistentQueue"
