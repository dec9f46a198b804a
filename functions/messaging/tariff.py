"""What a job costs, in cents: by its type, and `*` for all others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Tariff:
    """Prices by job type."""

    cents: Mapping[str, int]

    @classmethod
    def read(cls) -> "Tariff":
        """Read the tariff that lies beside this module."""
        return cls(json.loads(Path(__file__).with_name("tariff.json").read_text()))

    def price(self, job_type: str) -> int:
        """Return what a job of a type costs."""
        return self.cents.get(job_type, self.cents["*"])
