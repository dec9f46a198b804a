from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.clock import EPOCH
from local.hub import Hub
from tests.flow.local.moto_fixes.queues import make_queue, redrive_to


def test_a_message_is_visible_again_exactly_when_its_timeout_ends(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", VisibilityTimeout="30")
    queue.send("a")
    assert queue.bodies() == ["a"]
    hub.advance(29.999)
    assert (queue.bodies(), queue.count("NotVisible")) == ([], 1)
    hub.advance(0.001)
    assert queue.bodies() == ["a"]


def test_a_message_tells_how_often_and_when_it_was_first_received(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    hub.advance(5)
    queue.receive(VisibilityTimeout=10)
    hub.advance(10)
    [message] = queue.receive()
    start = int(EPOCH.timestamp() * 1000)
    assert message["Attributes"]["SentTimestamp"] == str(start)
    assert message["Attributes"]["ApproximateFirstReceiveTimestamp"] == str(start + 5_000)
    assert message["Attributes"]["ApproximateReceiveCount"] == "2"


def test_a_message_can_be_hidden_for_twelve_hours_from_its_receive(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    hub.advance(86_400)
    [message] = queue.receive(VisibilityTimeout=3_600)
    hub.advance(3_599)
    queue.hide(message, 43_200 - 3_599)
    with pytest.raises(ClientError, match="beyond the limit"):
        queue.hide(message, 43_200 - 3_598)


def test_the_visibility_of_a_visible_message_cannot_be_changed(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    [message] = queue.receive(VisibilityTimeout=10)
    hub.advance(10)
    with pytest.raises(sqs.exceptions.MessageNotInflight):
        queue.hide(message, 5)
    queue.delete(message)
    with pytest.raises(ClientError, match="not available for visibility timeout change"):
        queue.hide(message, 5)


def test_a_batch_fails_only_where_it_must(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    [message] = queue.receive()
    good = {"Id": "good", "ReceiptHandle": message["ReceiptHandle"]}
    bad = {"Id": "bad", "ReceiptHandle": "never given out"}
    timeout = {"VisibilityTimeout": 60}
    changed = sqs.change_message_visibility_batch(QueueUrl=queue.url, Entries=[good | timeout, bad | timeout])
    deleted = sqs.delete_message_batch(QueueUrl=queue.url, Entries=[good, bad])
    for answer in (changed, deleted):
        assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
        assert [entry["Code"] for entry in answer["Failed"]] == ["ReceiptHandleIsInvalid"]


def test_messages_leave_when_the_retention_is_over_also_those_in_flight(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", MessageRetentionPeriod="60")
    queue.send("a")
    queue.send("b")
    queue.receive(1, VisibilityTimeout=600)
    hub.advance(59)
    assert (queue.count(), queue.count("NotVisible")) == (1, 1)
    hub.advance(1)
    assert (queue.count(), queue.count("NotVisible")) == (0, 0)


def test_a_dead_letter_keeps_its_age_in_a_standard_queue_and_starts_anew_in_a_fifo_one(
    sqs: Any, hub: Hub
) -> None:
    for suffix, kept in (("", 0), (".fifo", 1)):
        graves = make_queue(sqs, f"graves{suffix}", MessageRetentionPeriod="100")
        queue = make_queue(sqs, f"q{suffix}", VisibilityTimeout="50", **redrive_to(graves, 1))
        more = {"MessageGroupId": "g", "MessageDeduplicationId": "1"} if suffix else {}
        queue.send("a", **more)
        assert queue.bodies() == ["a"]
        hub.advance(50)
        assert (queue.bodies(), graves.count()) == ([], 1)
        hub.advance(50)
        assert graves.count() == kept


def test_a_purged_queue_is_empty(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    queue.send("a")
    queue.send("b")
    queue.receive(1)
    sqs.purge_queue(QueueUrl=queue.url)
    hub.advance(60)
    assert queue.bodies() == []
