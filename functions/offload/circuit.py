"""A circuit breaker around a service that may be down, with one state for all workers.

    circuit = Circuit(client("dynamodb"), os.environ["OWN_TABLE"], "crm")
    page = circuit.call(lambda: feed.page(cursor), trips_on=SourceDown)

Closed, every call goes through. After some failures in a row it opens: calls are put off without being made,
so that a service that is down is left alone and nobody's attempts are burned on it. When the time is over it
is half-open: one call, the probe, goes through; its success closes the circuit, its failure opens it again,
for twice as long. The state is an item of the workload's own table (partition key `key`). While all is well
a call costs one read and no write. https://martinfowler.com/bliki/CircuitBreaker.html
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, TypeVar, cast

from functions.offload.attributes import Plain, from_item, to_item
from functions.offload.errors import NotYet
from functions.offload.telemetry import count, logger

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

#: While another worker probes, how long to stay away, in seconds: a probe takes no longer, as a rule.
WHILE_PROBED_SECONDS = 5.0


class CircuitOpen(NotYet):
    """The service is taken to be down: the call was not made, or was the last that failed."""


class State(StrEnum):
    """What a circuit does with the next call."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True)
class _Seen:
    """The state as a call found it; `open_until` is 0 while closed."""

    failures: int
    open_until: float
    openings: int
    probed_until: float


@dataclass(frozen=True)
class Circuit:
    """The circuit around one service.

    Attributes:
        dynamodb: a low-level client; the function may GetItem and UpdateItem.
        table: the workload's own table.
        name: of the service.
        failures: in a row, after which it opens.
        open_seconds: for which it opens first; each probe that fails doubles them.
        longest_open_seconds: the most it opens for.
        probe_seconds: after which a probe that says nothing is taken for dead; more than a call can take.
    """

    dynamodb: "DynamoDBClient"
    table: str
    name: str
    failures: int = 3
    open_seconds: float = 30
    longest_open_seconds: float = 900
    probe_seconds: float = 60

    def call(self, work: Callable[[], T], *, trips_on: type[Exception] | tuple[type[Exception], ...]) -> T:
        """Make a call, if the circuit lets it through, and return what it returns.

        Args:
            work: the call.
            trips_on: what it raises when the service is down. Any other error shows that it answers.

        Raises:
            CircuitOpen: it was not made; or it failed, and the circuit is open now.
            Exception: whatever `work` raises.
        """
        seen = self._find()
        if seen.open_until:
            self._probe(seen)
        try:
            result = work()
        except trips_on as error:
            seconds = self._failed(seen)
            if seconds is None:
                raise
            raise CircuitOpen(f"{self.name} is down: {error}", seconds=seconds) from error
        except Exception:  # whatever else it is, it shows that the service answers
            self._succeeded(seen)
            raise
        self._succeeded(seen)
        return result

    def state(self) -> State:
        """Tell what would become of a call now."""
        seen = self._find()
        if not seen.open_until:
            return State.CLOSED
        return State.OPEN if time.time() < seen.open_until else State.HALF_OPEN

    def _probe(self, seen: _Seen) -> None:
        """Take the one place that a half-open circuit has. Raises CircuitOpen."""
        now = time.time()
        if now < seen.open_until:
            raise CircuitOpen(f"{self.name} is down", seconds=ceil(seen.open_until - now))
        taken = self._update(
            "SET probed_until = :until",
            "open_until = :seen AND (attribute_not_exists(probed_until) OR probed_until < :now)",
            {":seen": seen.open_until, ":until": now + self.probe_seconds, ":now": now},
        )
        if taken is None:
            raise CircuitOpen(f"{self.name} is being probed", seconds=WHILE_PROBED_SECONDS)

    def _failed(self, seen: _Seen) -> float | None:
        """Count a failure; return for how long the circuit is open now, None if it is closed."""
        if seen.open_until:
            return self._open(seen.openings, "open_until = :seen", {":seen": seen.open_until})
        counted = self._update("ADD failures :one", "attribute_not_exists(open_until)", {":one": 1})
        if counted is None:
            return self._left()
        if counted.failures < self.failures:
            return None
        return self._open(0, "attribute_not_exists(open_until)", {})

    def _open(self, openings: int, condition: str, values: Mapping[str, Plain]) -> float:
        seconds = min(self.open_seconds * 2.0**openings, self.longest_open_seconds)
        opened = self._update(
            "SET open_until = :until, openings = :openings REMOVE probed_until",
            condition,
            {":until": time.time() + seconds, ":openings": openings + 1, **values},
        )
        if opened is None:
            return self._left()
        logger.warning("circuit opened", extra={"circuit": self.name, "seconds": seconds})
        count("CircuitOpened")
        return seconds

    def _left(self) -> float:
        """For how long the circuit is open that another worker has opened, or has just closed."""
        left: float = self._find().open_until - time.time()
        return max(left, WHILE_PROBED_SECONDS)

    def _succeeded(self, seen: _Seen) -> None:
        if seen.open_until:
            closed = self._update(
                "REMOVE open_until, openings, probed_until, failures",
                "open_until = :seen",
                {":seen": seen.open_until},
            )
            if closed is not None:
                logger.info("circuit closed", extra={"circuit": self.name})
                count("CircuitClosed")
        elif seen.failures:
            self._update("SET failures = :none", "attribute_not_exists(open_until)", {":none": 0})

    def _find(self) -> _Seen:
        found = self.dynamodb.get_item(TableName=self.table, Key=to_item(self._key), ConsistentRead=True)
        return _seen(from_item(found.get("Item", {})))

    def _update(self, update: str, condition: str, values: Mapping[str, Plain]) -> _Seen | None:
        """Change the state if the condition holds; return it as it is then, None if it did not hold."""
        try:
            updated = self.dynamodb.update_item(
                TableName=self.table,
                Key=to_item(self._key),
                UpdateExpression=update,
                ConditionExpression=condition,
                ReturnValues="ALL_NEW",
                ExpressionAttributeValues=to_item(values),
            )
        except self.dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return _seen(from_item(updated.get("Attributes", {})))

    @property
    def _key(self) -> dict[str, Plain]:
        return {"key": f"circuit#{self.name}"}


def _seen(item: Mapping[str, Plain]) -> _Seen:
    return _Seen(
        failures=cast(int, item.get("failures", 0)),
        open_until=cast(float, item.get("open_until", 0)),
        openings=cast(int, item.get("openings", 0)),
        probed_until=cast(float, item.get("probed_until", 0)),
    )
