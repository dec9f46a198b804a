"""Mends of moto.sqs: a queue flat in depth and right in order, and the operations moto lacks."""

from local.moto_fixes.sqs import (
    finishing,
    move_tasks,
    queue,
    queue_lifetime,
    receive_request,
    receiving,
    sending,
)


def install() -> None:
    """Mend moto's SQS."""
    for mend in (queue, queue_lifetime, sending, receiving, receive_request, finishing, move_tasks):
        mend.install()
