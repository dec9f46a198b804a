"""Which functions a job has passed through, as the functions' own logs tell."""

import json
import threading
from collections import deque

#: Lines that are remembered: those of the last few hundred jobs.
LINES = 5_000


class Trail:
    """Hears the functions' logs and finds a job in them.

    Whatever thread logs and whatever thread asks, nothing is lost between them.
    """

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=LINES)
        self._lock = threading.Lock()

    def hear(self, line: str) -> None:
        """Remember a line of a function's log, if it is a structured one."""
        if line.startswith("{"):
            with self._lock:
                self._lines.append(line)

    def of(self, job_id: str) -> list[str]:
        """Return the services whose logs name the job, in the order in which they first did."""
        with self._lock:
            found = [json.loads(line) for line in self._lines if job_id in line]
        return list(dict.fromkeys(entry["service"] for entry in found if "service" in entry))
