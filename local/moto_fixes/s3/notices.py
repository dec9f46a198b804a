"""What S3 tells of its objects' changes, and who brings it where it is to go: the engine registers here."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A notification of a bucket for one destination.

    Attributes:
        bucket: the bucket's ARN.
        destination: the ARN of a queue, topic or function.
        body: JSON.
    """

    bucket: str
    destination: str
    body: str


#: Takes care of a notice, later: it must not wait.
Notifier = Callable[[Notice], None]


class NoNotifier(RuntimeError):
    """A bucket has something to tell, and nobody is there to bring it."""


_notifier: Notifier | None = None


def set_notifier(notifier: Notifier | None) -> None:
    """Let `notifier` have all notices from now on; with None a notice raises NoNotifier."""
    global _notifier
    _notifier = notifier


def notify(notice: Notice) -> None:
    """Hand a notice over. Raises NoNotifier."""
    if _notifier is None:
        raise NoNotifier(f"{notice.bucket} has a notice for {notice.destination}, which nobody brings there")
    _notifier(notice)
