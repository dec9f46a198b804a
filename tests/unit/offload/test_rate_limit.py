"""The rate that workers keep together: never too many tokens, a turn for whoever waits, nobody forgotten."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from functions.offload.errors import NotYet
from functions.offload.rate_limit import RateLimit
from tests.unit.aws_session import aws_session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TABLE = "own"
RATE, BURST = 4.0, 4

#: One for each example that Hypothesis makes.
BUCKETS = count()


@pytest.fixture
def dynamodb() -> "Iterator[DynamoDBClient]":
    with mock_aws():
        client = aws_session().client("dynamodb")
        client.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        yield client


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(1_900_000_000.0, tick=False) as clock:
        yield clock


@pytest.fixture
def limit(dynamodb: "DynamoDBClient") -> RateLimit:
    return RateLimit(dynamodb, TABLE, "ses", RATE, BURST)


def test_a_full_bucket_gives_all_it_has_and_then_a_turn(
    limit: RateLimit, clock: time_machine.Traveller
) -> None:
    assert limit.take("a", 3) == 3
    assert limit.take("a", 3) == 1
    with pytest.raises(NotYet) as told:
        limit.take("a", 2)
    assert told.value.seconds == 1

    clock.shift(0.4)
    with pytest.raises(NotYet):
        limit.take("a", 2)
    clock.shift(0.1)
    assert limit.take("a", 2) == 2


def test_who_asked_first_has_the_first_turn(limit: RateLimit, clock: time_machine.Traveller) -> None:
    limit.take("first", BURST)
    turns = []
    for holder in ("a", "b", "c"):
        with pytest.raises(NotYet):
            limit.take(holder, BURST)
    for _ in range(3):
        clock.shift(1)
        for holder in ("c", "b", "a"):
            with suppress(NotYet):
                turns += [(holder, limit.take(holder, BURST))]
    assert turns == [("a", BURST), ("b", BURST), ("c", BURST)]


def test_a_turn_may_be_taken_late_and_is_the_holder_s_alone(
    limit: RateLimit, clock: time_machine.Traveller
) -> None:
    limit.take("a", BURST)
    with pytest.raises(NotYet):
        limit.take("b", 1)
    clock.shift(3600)

    assert limit.take("a", 1) == 1
    assert limit.take("b", 5) == 1


def test_nobody_gets_anything_while_everybody_holds_off(
    limit: RateLimit, clock: time_machine.Traveller
) -> None:
    limit.hold_off(30)
    limit.hold_off(5)
    with pytest.raises(NotYet) as told:
        limit.take("a", 1)
    assert 30 <= told.value.seconds <= 31
    clock.shift(told.value.seconds)
    assert limit.take("a", 1) == 1


def test_two_who_write_at_once_both_count(
    limit: RateLimit, dynamodb: "DynamoDBClient", clock: time_machine.Traveller
) -> None:
    others = deque([RateLimit(dynamodb, TABLE, "ses", RATE, BURST)])

    def another_takes_first(**_: object) -> None:
        if others:
            assert others.popleft().take("b", 3) == 3

    dynamodb.meta.events.register("before-call.dynamodb.UpdateItem", another_takes_first)
    assert limit.take("a", 3) == 1


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 6), st.floats(0, 0.7)), max_size=25))
def test_no_stretch_of_time_gives_more_than_the_burst_and_the_rate(
    dynamodb: "DynamoDBClient", clock: time_machine.Traveller, asked: list[tuple[str, int, float]]
) -> None:
    limit = RateLimit(dynamodb, TABLE, f"bucket {next(BUCKETS)}", RATE, BURST)
    given_out: list[tuple[float, int]] = []
    now = 0.0
    due: dict[str, float] = {}
    for holder, wanted, pause in asked:
        clock.shift(pause)
        now += pause
        # A turn that is taken late is taken beyond the rate: queues bring messages back in time.
        for waiting, at in sorted(due.items(), key=lambda each: each[1]):
            if at <= now:
                given_out.append((at, limit.take(waiting, 6)))
                del due[waiting]
        if holder in due:
            continue
        try:
            given_out.append((now, limit.take(holder, wanted)))
        except NotYet:
            due[holder] = now + _turn(limit, holder)
    given_out.sort()
    for first, (start, _) in enumerate(given_out):
        tokens = 0
        for end, taken in given_out[first:]:
            tokens += taken
            assert tokens <= BURST + RATE * (end - start) + 1e-3


def _turn(limit: RateLimit, holder: str) -> float:
    """Return in how many seconds a holder's turn comes, exactly."""
    key = {"key": {"S": f"turn#{limit.name}#{holder}"}}
    item = limit.dynamodb.get_item(TableName=TABLE, Key=key)["Item"]
    return float(item["at"]["N"]) - time.time()
