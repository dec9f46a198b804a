"""Putting events on the stage's bus."""

from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class PutEvents:
    """The function puts events on the stage's bus; EVENT_BUS names it."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """State the permission."""
        bus = surroundings.foundation.bus
        grantee.allow("events:PutEvents", on=[bus.event_bus_arn])
        grantee.tell(EVENT_BUS=bus.event_bus_name)
