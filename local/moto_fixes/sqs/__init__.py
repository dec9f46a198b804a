"""Mends of moto.sqs: a queue flat in depth and right in order, and the operations moto lacks."""

from local.moto_fixes.sqs import dead_letters, finishing, move_tasks, queue, receiving, sending


def install() -> None:
    """Mend moto's SQS."""
    for mend in (queue, sending, receiving, finishing, dead_letters, move_tasks):
        mend.install()
