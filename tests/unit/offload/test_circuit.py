"""The circuit breaker: closed, open, half-open with one probe; one state for all workers."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from functions.offload.circuit import Circuit, CircuitOpen, State
from tests.unit.own_table import TABLE, own_table


class Down(Exception):
    """The service does not answer."""


class Refused(Exception):
    """The service answers, and refuses."""


class World:
    """A service, the workers that call it, and the time."""

    def __init__(self, circuits: list[Circuit], traveller: time_machine.Traveller) -> None:
        self.circuits = circuits
        self.error: Exception | None = None
        self.calls = 0
        self._traveller = traveller

    def call(self, worker: int = 0) -> str:
        """Let a worker call the service; tell what it got."""

        def work() -> str:
            self.calls += 1
            if self.error is not None:
                raise self.error
            return "done"

        try:
            return self.circuits[worker].call(work, trips_on=Down)
        except (Down, Refused, CircuitOpen) as error:
            return type(error).__name__ if not isinstance(error, CircuitOpen) else f"open {error.seconds:g}"

    def after(self, seconds: float) -> "World":
        """Let time pass."""
        self._traveller.shift(seconds)
        return self

    def state(self) -> State:
        return self.circuits[0].state()


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Offload")
    with (
        own_table() as dynamodb,
        time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False) as now,
    ):
        yield World([Circuit(dynamodb, TABLE, "crm") for _ in range(2)], now)


def test_it_opens_after_failures_in_a_row_of_whichever_workers(world: World) -> None:
    world.error = Down()
    assert [world.call(0), world.call(1)] == ["Down", "Down"]
    assert world.state() is State.CLOSED
    assert world.call(0) == "open 30"
    assert world.state() is State.OPEN
    assert [world.call(0), world.after(10).call(1)] == ["open 30", "open 20"]
    assert world.calls == 3


def test_a_success_between_failures_lets_the_count_begin_anew(world: World) -> None:
    for _ in range(3):
        world.error = Down()
        assert [world.call(), world.call()] == ["Down", "Down"]
        world.error = None
        assert world.call() == "done"
    assert world.state() is State.CLOSED


def test_an_answer_that_refuses_is_an_answer(world: World) -> None:
    for error in (Down(), Down(), Refused(), Down(), Down()):
        world.error = error
        assert world.call() == type(error).__name__
    assert world.state() is State.CLOSED


def opened(world: World) -> World:
    world.error = Down()
    for _ in range(3):
        world.call()
    return world


def test_when_its_time_is_over_one_probe_goes_through_and_its_success_closes_it(world: World) -> None:
    opened(world).after(30)
    assert world.state() is State.HALF_OPEN
    seen: list[str] = []

    def probe() -> str:
        seen.append(world.call(1))  # another worker, meanwhile
        return "done"

    assert world.circuits[0].call(probe, trips_on=Down) == "done"

    assert seen == ["open 5"]
    assert world.state() is State.CLOSED
    world.error = None
    assert [world.call(0), world.call(1)] == ["done", "done"]


def test_each_probe_that_fails_opens_it_for_twice_as_long_to_a_cap(world: World) -> None:
    opened(world)
    waits = []
    seconds = 30.0
    for _ in range(7):
        told = world.after(seconds).call()
        seconds = float(told.removeprefix("open "))
        waits.append(seconds)
    assert waits == [60, 120, 240, 480, 900, 900, 900]


def test_a_probe_that_is_refused_closes_it_too(world: World) -> None:
    opened(world).after(30)
    world.error = Refused()
    assert world.call() == "Refused"
    assert world.state() is State.CLOSED


def test_a_probe_that_says_nothing_gives_its_place_up(world: World) -> None:
    opened(world).after(30)

    class Killed(BaseException):
        """The worker is gone."""

    def die() -> str:
        raise Killed

    with pytest.raises(Killed):
        world.circuits[0].call(die, trips_on=Down)
    world.error = None
    assert world.after(59).call(1) == "open 5"
    assert world.after(2).call(1) == "done"
    assert world.state() is State.CLOSED


def test_a_call_that_began_before_it_opened_neither_closes_nor_prolongs_it(world: World) -> None:
    def slow_success() -> str:
        opened(world)
        return "done"

    assert world.circuits[1].call(slow_success, trips_on=Down) == "done"
    assert world.state() is State.OPEN

    def slow_failure() -> str:
        opened(world)
        raise Down

    world.after(30).error = None
    world.call()
    with pytest.raises(CircuitOpen) as put_off:
        world.circuits[1].call(slow_failure, trips_on=Down)
    assert put_off.value.seconds == 30
    assert world.circuits[0].state() is State.OPEN
