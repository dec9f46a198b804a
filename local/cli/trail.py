"""Which functions a job has passed through, and what went wrong, as the functions' own logs tell."""

import json
import threading
from collections import deque

#: Lines that are remembered: those of the last few hundred jobs.
LINES = 5_000
#: What lines of trouble begin with, or have in them: an error that left the handler, and a denied call.
ERROR = "[ERROR]"
DENIED = "not authorized to perform"


class Trail:
    """Hears the functions' logs and finds a job in them.

    Whatever thread logs and whatever thread asks, nothing is lost between them.
    """

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=LINES)
        self._trouble: dict[str, bool] = {}
        self._lock = threading.Lock()

    def hear(self, function: str, line: str) -> None:
        """Remember a line of a function's log, if it is a structured one, or one of trouble."""
        with self._lock:
            if line.startswith("{"):
                self._lines.append(line)
            elif line.startswith(ERROR) or DENIED in line:
                self._trouble.setdefault(f"{function}: {line}", False)

    def trouble(self) -> list[str]:
        """Return what has gone wrong outside any job's own error, each thing once."""
        with self._lock:
            fresh = [line for line, told in self._trouble.items() if not told]
            self._trouble.update(dict.fromkeys(fresh, True))
            return fresh

    def of(self, job_id: str) -> list[str]:
        """Return the services whose logs name the job, in the order in which they first did."""
        with self._lock:
            found = [json.loads(line) for line in self._lines if job_id in line]
        return list(dict.fromkeys(entry["service"] for entry in found if "service" in entry))
