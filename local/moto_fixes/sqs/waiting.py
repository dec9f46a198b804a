"""A way to wait for a queue's messages without asking again and again; SQS itself has long polls only."""

from moto.sqs.models import sqs_backends

from local.moto_fixes import current_hub
from local.moto_fixes.sqs.queue import indexed


def wait_for_message(queue_arn: str, timeout: float | None = None) -> bool:
    """Wait, in the current task, until a receive from the queue would find something; tell whether it would.

    `timeout` is in seconds. Without one the wait leaves no timer behind while the queue has no messages
    delayed or in flight, so that the hub knows when nothing is left to do. It ends with True as well when
    the queue is deleted. Raises QueueDoesNotExist if there is no such queue to begin with.
    """
    region, account, name = queue_arn.split(":")[3:6]
    queue = indexed(sqs_backends[account][region].get_queue(name))
    seconds = float("inf") if timeout is None else timeout
    return current_hub.in_turn(lambda: queue.wait_for_message(seconds), f"waiting for {name}")
