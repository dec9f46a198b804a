"""What came of the suite, as kept in `recorded/`: a file for each endpoint, a line for each behaviour."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self

import pytest

FOLDER = Path(__file__).parent / "recorded"


class Outcome(StrEnum):
    """What a behaviour's test has shown at an endpoint; the later ones outweigh the earlier ones."""

    HOLDS = "holds"
    #: It would have waited for longer, in real time, than it was given.
    TOO_LONG = "too long"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Results:
    """What came of a run.

    Attributes:
        endpoint: its name, with a version, as people read it.
        outcomes: by behaviour's test.
    """

    endpoint: str
    outcomes: Mapping[str, Outcome]

    @classmethod
    def read(cls, name: str) -> Self:
        """Return what is kept under a name; nothing, if nothing is."""
        file = FOLDER / f"{name}.json"
        if not file.exists():
            return cls(name, {})
        kept = json.loads(file.read_text())
        return cls(kept["endpoint"], {test: Outcome(outcome) for test, outcome in kept["outcomes"].items()})

    def write(self, name: str) -> None:
        """Keep this under a name."""
        kept = {"endpoint": self.endpoint, "outcomes": dict(sorted(self.outcomes.items()))}
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n")


@dataclass(eq=False)
class Recorder:
    """A plugin of pytest that notes each behaviour's outcome; of a test with parameters, the worst."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test's setup or call has shown; what its cleaning meets is no behaviour."""
        if report.when == "teardown":
            return
        if report.passed:
            outcome = Outcome.HOLDS
        else:
            outcome = Outcome(str(dict(report.user_properties).get("outcome", Outcome.DIFFERS)))
        test = report.nodeid.removeprefix("tests/conformance/").partition("[")[0]
        order = list(Outcome)
        self.outcomes[test] = max(self.outcomes.get(test, outcome), outcome, key=order.index)
