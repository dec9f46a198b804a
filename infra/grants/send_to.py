"""Sending to an inner queue of the same workload."""

from dataclasses import dataclass

from infra.workload.errors import CatalogError
from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class SendTo:
    """The function sends to an inner queue; `{NAME}_QUEUE_URL` names it.

    Args:
        name: of the entry InnerQueue.
    """

    name: str

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        queue = surroundings.inner_queues.get(self.name)
        if queue is None:
            raise CatalogError(
                f"workload {surroundings.workload!r}: it has no inner queue {self.name!r} to send to"
            )
        grantee.allow("sqs:SendMessage", on=[queue.queue_arn])
        grantee.tell(**{f"{self.name.upper()}_QUEUE_URL": queue.queue_url})
