"""How long to wait before the next attempt: exponential backoff with full jitter.

https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
"""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """A wait that doubles with each attempt, up to a cap.

    Args:
        base_seconds: the longest wait after the first attempt.
        cap_seconds: the longest wait at all.
    """

    base_seconds: float
    cap_seconds: float

    def after(self, attempt: int) -> float:
        """Return the seconds to wait after `attempt` (1 is the first), drawn evenly from 0 to the bound."""
        return random.uniform(0, min(self.cap_seconds, self.base_seconds * 2 ** (attempt - 1)))
