from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import make_queue


def test_a_repeated_message_is_answered_with_the_first_ones_id_for_five_minutes(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    first = queue.send_to("g", "a")
    [message] = queue.receive()
    queue.delete(message)
    hub.advance(299)
    again = queue.send_to("g", "a")
    assert (again["MessageId"], again["SequenceNumber"]) == (first["MessageId"], first["SequenceNumber"])
    assert queue.bodies() == []
    hub.advance(1)
    assert queue.send_to("g", "a")["MessageId"] != first["MessageId"]
    assert queue.bodies() == ["a"]


def test_a_repeated_message_of_a_batch_succeeds_and_is_kept_once(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    entry = {"MessageBody": "a", "MessageGroupId": "g", "MessageDeduplicationId": "a"}
    answer = sqs.send_message_batch(QueueUrl=queue.url, Entries=[{"Id": "1"} | entry, {"Id": "2"} | entry])
    assert len({sent["MessageId"] for sent in answer["Successful"]}) == 1
    assert queue.bodies() == ["a"]


def test_ids_count_across_groups_unless_the_scope_is_the_group(sqs: Any, hub: Hub) -> None:
    whole = make_queue(sqs, "whole.fifo")
    by_group = make_queue(sqs, "by_group.fifo", DeduplicationScope="messageGroup")
    for queue in (whole, by_group):
        queue.send_to("g", "x", MessageDeduplicationId="1")
        queue.send_to("h", "x", MessageDeduplicationId="1")
    assert (whole.count(), by_group.count()) == (1, 2)


def test_content_makes_the_id_where_the_queue_says_so_unless_one_is_given(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo", ContentBasedDeduplication="true")
    queue.send("x", MessageGroupId="g")
    queue.send("x", MessageGroupId="g")
    queue.send("x", MessageGroupId="g", MessageDeduplicationId="another")
    assert queue.bodies() == ["x", "x"]


def test_high_throughput_asks_for_the_scope_that_goes_with_it(sqs: Any, hub: Hub) -> None:
    with pytest.raises(ClientError, match="FifoThroughputLimit"):
        make_queue(sqs, "q.fifo", FifoThroughputLimit="perMessageGroupId")
    scope = {"DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}
    assert make_queue(sqs, "q.fifo", **scope)
