from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.hub import Hub
from tests.flow.local.moto_fixes.queues import make_queue


def test_a_group_keeps_its_order_after_a_visibility_timeout(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    for body in "abc":
        queue.send_to("g", body)
    assert queue.bodies() == ["a", "b", "c"]
    hub.advance(30)
    assert queue.bodies() == ["a", "b", "c"]


def test_a_group_with_a_message_in_flight_gives_out_no_other(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    for body in "abc":
        queue.send_to("g", body)
    [first] = queue.receive(1)
    assert queue.bodies() == []
    queue.delete(first)
    assert queue.bodies() == ["b", "c"]


def test_other_groups_go_on_while_one_is_locked(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    queue.send_to("slow", "a")
    queue.send_to("slow", "b")
    queue.send_to("fast", "c")
    assert queue.bodies(1) == ["a"]
    assert queue.bodies() == ["c"]


def test_a_receive_takes_as_many_messages_of_one_group_as_it_can(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    for group, body in [("g", "g1"), ("h", "h1"), ("g", "g2"), ("h", "h2")]:
        queue.send_to(group, body)
    assert queue.bodies(3) == ["g1", "g2", "h1"]


def test_the_order_holds_when_one_message_of_a_batch_comes_back(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    for body in "abcd":
        queue.send_to("g", body)
    a, b, _c = queue.receive(3)
    queue.delete(a)
    queue.hide(b, 0)
    assert queue.bodies() == [], "c is still in flight"
    hub.advance(30)
    assert queue.bodies() == ["b", "c", "d"]


def test_a_delay_of_the_queue_holds_a_message_back(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo", DelaySeconds="60")
    queue.send_to("g", "a")
    assert (queue.bodies(), queue.count("Delayed")) == ([], 1)
    hub.advance(60)
    assert queue.bodies() == ["a"]


def test_sequence_numbers_rise(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo", ContentBasedDeduplication="true")
    numbers = [queue.send(body, MessageGroupId="g")["SequenceNumber"] for body in "abc"]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3
    assert all(len(number) == 20 for number in numbers)


def test_an_expired_handle_does_not_delete_from_a_fifo_queue(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    queue.send_to("g", "a")
    [message] = queue.receive()
    hub.advance(30)
    with pytest.raises(ClientError, match="The receipt handle has expired"):
        queue.delete(message)
    assert queue.bodies() == ["a"]


def test_an_old_handle_still_deletes_from_a_standard_queue(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    [message] = queue.receive()
    hub.advance(30)
    queue.receive()
    queue.delete(message)
    queue.delete(message)
    hub.advance(30)
    assert queue.bodies() == []


def test_an_expired_handle_does_not_hide_a_message_of_a_fifo_queue(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q.fifo")
    queue.send_to("g", "a")
    [first] = queue.receive()
    hub.advance(30)
    [second] = queue.receive()
    with pytest.raises(ClientError, match="expired"):
        queue.hide(first, 100)
    queue.hide(second, 100)
