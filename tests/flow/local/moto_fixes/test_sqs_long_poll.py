from typing import Any

import pytest

from local import moto_fixes
from local.clock import EPOCH
from local.hub import FOREVER, Hub
from local.moto_fixes.current_hub import NoHub
from tests.flow.local.moto_fixes.queues import TestQueue, make_queue

START = EPOCH.timestamp()


def poll(queue: TestQueue, hub: Hub, log: list[tuple[float, list[str]]], **more: Any) -> None:
    bodies = queue.bodies(WaitTimeSeconds=20, **more)
    log.append((hub.now() - START, bodies))


def test_a_long_poll_ends_with_the_first_message(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    log: list[tuple[float, list[str]]] = []
    hub.spawn(lambda: poll(queue, hub, log), "poll")
    hub.advance(5)
    queue.send("a")
    hub.settle()
    assert log == [(5, ["a"])]


def test_a_long_poll_without_messages_ends_after_its_time(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    log: list[tuple[float, list[str]]] = []
    hub.spawn(lambda: poll(queue, hub, log), "poll")
    hub.run()
    assert log == [(20, [])]


def test_a_long_poll_ends_when_a_delayed_message_becomes_visible(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    log: list[tuple[float, list[str]]] = []
    hub.spawn(lambda: poll(queue, hub, log), "poll")
    hub.settle()
    queue.send("later", DelaySeconds=10)
    hub.advance(30)
    assert log == [(10, ["later"])]


def test_a_long_poll_ends_when_somebody_elses_message_comes_back(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    log: list[tuple[float, list[str]]] = []
    hub.spawn(lambda: poll(queue, hub, log), "poll")
    hub.settle()
    queue.send("a")
    assert queue.bodies(VisibilityTimeout=7) == ["a"]
    hub.advance(30)
    assert log == [(7, ["a"])]


def test_two_long_polls_share_two_messages(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    log: list[tuple[float, list[str]]] = []
    for _ in range(2):
        hub.spawn(lambda: poll(queue, hub, log, most=1), "poll")
    hub.settle()
    queue.send("a")
    queue.send("b")
    hub.settle()
    assert sorted(bodies for _, bodies in log) == [["a"], ["b"]]


def test_a_long_poll_from_outside_the_hub_lets_time_pass(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", ReceiveMessageWaitTimeSeconds="15")
    assert queue.bodies() == []
    assert hub.now() == START + 15


def test_a_long_poll_without_a_hub_is_refused(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    moto_fixes.detach()
    queue.send("a")
    assert queue.bodies(WaitTimeSeconds=20) == ["a"]
    with pytest.raises(NoHub):
        queue.bodies(WaitTimeSeconds=20)


def test_who_waits_for_a_message_leaves_the_hub_idle(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q", VisibilityTimeout="100")
    log: list[float] = []

    def work() -> None:
        while moto_fixes.wait_for_message(queue.arn):
            for message in queue.receive():
                hub.sleep(3)
                queue.delete(message)
                log.append(hub.now() - START)

    hub.spawn(work, "poller")
    hub.run()
    assert hub.now() == START, "nothing to wait for"
    queue.send("a")
    queue.send("b", DelaySeconds=60)
    hub.run(horizon=FOREVER)
    assert log == [3, 63]
    assert hub.now() == START + 63, "the deleted messages' timeouts are nobody's affair"


def test_waiting_for_a_message_ends_after_its_time_or_with_the_queue(sqs: Any, hub: Hub) -> None:
    queue = make_queue(sqs, "q")
    arn = queue.arn
    assert not moto_fixes.wait_for_message(arn, timeout=5)
    assert hub.now() == START + 5
    waiting = hub.spawn(lambda: moto_fixes.wait_for_message(arn), "poller")
    hub.settle()
    sqs.delete_queue(QueueUrl=queue.url)
    assert waiting.result()
