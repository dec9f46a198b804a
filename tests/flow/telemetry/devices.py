"""A device at the HTTP interface: posts readings, and asks for its windows. It sees what any client sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field

from local.stack import LocalStack
from local.users import ALICE, User

MINUTE_MS = 60_000


class ShownTally(BaseModel):
    """What a window tells of some readings; a field unknown here is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int
    sum: float
    min: float | None = None
    max: float | None = None
    mean: float | None = None


class ShownAnomaly(BaseModel):
    """What a window tells of an anomaly in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    mean: float
    deviation: float


class ShownWindow(ShownTally):
    """A window as the HTTP interface shows it."""

    start: str = Field(alias="from")
    to: str
    late: ShownTally | None = None
    early: ShownTally | None = None
    anomaly: ShownAnomaly | None = None


def reading(sequence: int, at: int, value: float = 1.0) -> dict[str, Any]:
    """Return a reading as a device sends it; `at` in milliseconds."""
    return {"sequence": sequence, "at": at, "value": value}


@dataclass(frozen=True)
class Device:
    """A device of a user of `stack`."""

    stack: LocalStack
    name: str = "pump-1"
    user: User = ALICE

    @property
    def now(self) -> int:
        """The time, in milliseconds."""
        return round(self.stack.hub.now() * 1000)

    def post(self, readings: Sequence[Mapping[str, Any]]) -> httpx.Response:
        """Post readings, and return whatever is answered."""
        body = {"device": self.name, "readings": list(readings)}
        return self.stack.http(self.user).post("/telemetry", json=body)

    def send(self, *readings: Mapping[str, Any]) -> None:
        """Post readings, which are accepted."""
        answer = self.post(readings)
        assert answer.status_code == 202, answer.text

    def ask(self, **query: Any) -> httpx.Response:
        """Ask for the windows, and return whatever is answered."""
        return self.stack.http(self.user).get(f"/telemetry/{self.name}", params=query)

    def windows(self, **query: Any) -> list[ShownWindow]:
        """Return the windows, those of the last hour unless asked otherwise."""
        answer = self.ask(**query)
        assert answer.status_code == 200, answer.text
        return [ShownWindow.model_validate(window) for window in answer.json()["windows"]]

    def counted(self, **query: Any) -> list[ShownWindow]:
        """Return the windows when every reading sent so far has been worked on."""
        self.stack.clock.advance(seconds=2)
        return self.windows(**query)


def sums(windows: Iterable[ShownWindow]) -> list[tuple[int, float]]:
    """Return count and sum of each window."""
    return [(window.count, window.sum) for window in windows]
