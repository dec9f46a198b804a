"""Calling the URLs that callers have registered."""

import json
from dataclasses import dataclass

from infra.workload.grant import Grantee, Surroundings


@dataclass(frozen=True)
class CallWebhooks:
    """The function calls webhooks; WEBHOOK_ORIGINS are what the stage trusts whatever its address."""

    def give(self, grantee: Grantee, surroundings: Surroundings) -> None:
        """Tell the function; calling out needs no permission."""
        grantee.tell(WEBHOOK_ORIGINS=json.dumps(surroundings.foundation.settings.webhook_origins))
