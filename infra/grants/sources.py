"""Being told where other people's systems are."""

import json
from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class Sources:
    """The function is told the stage's sources: SOURCES is JSON, name → URL.

    They are settings, so that nobody who submits a job can make a function call an address of their choice.
    """

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """Tell it; no permission goes with it."""
        sources = surroundings.foundation.settings.sources
        grantee.tell(SOURCES=json.dumps(dict(sorted(sources.items()))))
